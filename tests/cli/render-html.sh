# A page that needs nothing outside itself, in which hostile words are words
cat >in.geojson <<'EOF'
{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"Point","coordinates":[-8,12.65]},"properties":{"title":"<script>alert(1)</script> & \"x\"","event_type":"bombing","date_start":"2015-03-07T21:30","place_name":"Bamako","country":"Mali","killed_best":5,"killed_low":3,"killed_high":5,"perpetrator":"</li><img src=x onerror=alert(2)>",
 "sources":[{"doc":"a.txt","title":"]]> --></script>","url":"javascript:alert(3)","quote":"He said: \u202e<b onclick='x'>\u0000"},{"doc":"b.txt","url":"https://example.org/?a=1&b=\"onclick=\"","quote":"Two \u0645\u0631\u062d\u0628\u0627."}]}},
{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[-4,14.5],[-0.04,16.27]]},"properties":{"title":"Two places","event_type":"armed_attack"}},
{"type":"Feature","geometry":null,"properties":{"title":"Nowhere","event_type":"flood"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[-5,13]},"properties":{"title":"Only a threat","event_type":"bombing","status":"threatened"}}
]}
EOF
"$SITMAP" render --quiet in.geojson -o page.html || echo $?
# Well-formed, apart from elements that are younger than libxml2's list
xmllint --html --noout page.html 2>&1 | grep ' error : ' | grep -v ' error : Tag [a-zA-Z]* invalid'
# What the page loads, and what it may run: the script's hash is the one in its policy
grep -oE '(src|href)="[^#"][^"]*"' page.html
cat >check.js <<'EOF'
const fs = require('fs'), crypto = require('crypto'), page = fs.readFileSync('page.html', 'utf8');
const scripts = page.match(/<script[\s\S]*?<\/script>/g);
const text = scripts[0].slice('<script>'.length, -'</script>'.length);
new Function(text); // it parses
const hash = crypto.createHash('sha256').update(text).digest('base64');
console.log(scripts.length, 'script;', page.includes(`script-src 'sha256-${hash}'`) ? 'allowed' : 'another hash');
console.log('handlers in markup:', (page.replace(text, '').match(/<[^>]*\son[a-z]+=/g) || []).length);
EOF
node check.js
grep -o 'data-incident="[0-9]*">$' page.html | sort | uniq -c
grep '<button' page.html
grep -E 'class="(brief|note)"' page.html
grep -A 8 'class="sources"' page.html
# Same bytes again
"$SITMAP" render --quiet in.geojson -o again.html && cmp page.html again.html && echo same
