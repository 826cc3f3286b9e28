"""Loads N-Triples into rdflib and asks a SPARQL query: python3 sparql.py praxis.nt count.rq"""
import sys

import rdflib

graph = rdflib.Graph()
graph.parse(sys.argv[1], format="nt")
for row in graph.query(open(sys.argv[2], encoding="utf-8").read()):
    print("\t".join("" if value is None else str(value) for value in row))
