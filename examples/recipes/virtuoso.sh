#!/bin/sh
# Loads N-Triples into a Virtuoso of its own, which it starts on two free ports and stops again, and asks a SPARQL query:
#   sh virtuoso.sh praxis.nt count.rq
set -eu
dump=$(realpath "$1") query=$(realpath "$2") port=${VIRTUOSO_PORT:-11111}
home=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$home"' EXIT
server=
cat > "$home/virtuoso.ini" <<INI
[Database]
DatabaseFile = $home/virtuoso.db
ErrorLogFile = $home/virtuoso.log
TransactionFile = $home/virtuoso.trx
xa_persistent_file = $home/virtuoso.pxa
[TempDatabase]
DatabaseFile = $home/temp.db
TransactionFile = $home/temp.trx
[Parameters]
ServerPort = 127.0.0.1:$port
DirsAllowed = $(dirname "$dump"), $home
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:$((port + 1))
[URIQA]
DynamicLocal = 0
INI
(cd "$home" && exec virtuoso-t -f -c virtuoso.ini > /dev/null 2>&1) &
server=$!
sql() { isql-vt "127.0.0.1:$port" dba dba VERBOSE=OFF BANNER=OFF PROMPT=OFF "$@"; }
tries=0
until sql "EXEC=SELECT 1;" > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || { cat "$home/virtuoso.log" >&2; exit 1; }
  sleep 0.5
done
sql "EXEC=DB.DBA.TTLP(file_to_string_output('$dump'), '', 'urn:praxis', 0); checkpoint;" > /dev/null
{ printf 'SPARQL DEFINE input:default-graph-uri <urn:praxis>\n'; grep -v '^#' "$query"; printf ';\n'; } > "$home/query.sql"
sql "$home/query.sql" | tr -s ' ' '\t'
