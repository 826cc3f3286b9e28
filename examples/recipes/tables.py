"""Reads the CSV tables without any library and joins two of them: python3 tables.py praxis.csv.zip"""
import collections
import csv
import io
import sys
import zipfile

archive = zipfile.ZipFile(sys.argv[1])


def table(name):
    with archive.open(name + ".csv") as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")))


for kind in ["practice", "city", "theme", "transfer", "source"]:
    print(kind, len(table(kind)), sep="\t")
links = [name for name in archive.namelist() if name.startswith("links/")]
print("links", sum(len(table(name[:-4])) for name in links), sep="\t")
cities = {row["id"]: row["name/en"] or row["name/" + row["name/original"]] for row in table("city")}
done = collections.Counter(cities[link["to"]] for link in table("links/practice.doneIn"))
for city, number in sorted(done.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print("most practices", number, city, sep="\t")
