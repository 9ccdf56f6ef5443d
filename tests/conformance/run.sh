#!/bin/sh
# run.sh FILE.mjs: runs it by node, or says in TAP that there is none.
command -v node > /dev/null || { echo '1..0 # SKIP node is not installed'; exit 0; }
exec node "$1"
