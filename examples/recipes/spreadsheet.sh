#!/bin/sh
# Makes a spreadsheet of the table of practices, and counts its rows again: sh spreadsheet.sh praxis.csv.zip practices.ods
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unzip -q -p "$1" practice.csv > "$folder/practice.csv"
ssconvert --import-type=Gnumeric_stf:stf_csvtab --import-encoding=UTF-8 "$folder/practice.csv" "$2" > /dev/null 2>&1
ssconvert --export-type=Gnumeric_stf:stf_assistant -O 'eol=unix separator="	" quoting-mode=never' "$2" "$folder/again.txt" > /dev/null 2>&1
printf 'practice\t%s\n' "$(grep -c '^practice/' "$folder/again.txt")"
