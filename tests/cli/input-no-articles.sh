# A folder that holds no article: empty, or with other things only
mkdir empty pictures
printf '\211PNG\r\n' >pictures/photo.png
"$SITMAP" extract empty
echo $?
"$SITMAP" map pictures -o out
echo $?
ls
