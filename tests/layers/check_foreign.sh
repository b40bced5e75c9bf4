#!/bin/sh
# Each foreign library is used only where its line says (extended regular expressions on paths under src/).
set -u
cd "$1" || exit 2
bad=0
check() { # NAME HEADERS FILES
    for file in $(grep -rlE "^ *# *include *[<\"]($2)" src include | grep -vE "^($3)$"); do
        echo "$file uses $1, which belongs in $3"
        bad=1
    done
}
check GDAL 'gdal|ogr_|cpl_' 'src/feature/(ogr|vector|gdal)\.c|src/feature/gdal/calls\.h|src/[a-z]+/tools/[a-z_]+\.c'
check PROJ 'proj\.h|geodesic\.h' 'src/map/proj/calls\.h'
check cairo 'cairo' 'src/draw/[a-z_]+\.[ch]'
check Pango 'pango|fontconfig|glib|hb' 'src/draw/[a-z_]+\.[ch]'
check libdeflate 'libdeflate\.h' 'src/draw/(deflate|png)\.c'
check ISA-L 'isa-l' 'src/draw/deflate\.c'
check YAJL 'yajl' 'src/text/jsontree\.c'
check libxml2 'libxml/' 'src/(text/html|map/icon)\.c'
check utf8proc 'utf8proc' 'src/base/utf8\.c|src/text/fold\.c'
exit $bad
