"""Reads the network and tells its size and who is linked most: python3 network.py praxis.gexf"""
import sys

import networkx

read = networkx.read_graphml if sys.argv[1].endswith(".graphml") else networkx.read_gexf
graph = read(sys.argv[1])
print("nodes", graph.number_of_nodes(), sep="\t")
print("links", graph.number_of_edges(), sep="\t")
practices = [node for node, data in graph.nodes(data=True) if data["type"] == "practice"]
print("practice", len(practices), sep="\t")
placed = [data for _, data in graph.nodes(data=True) if "x" in data or "position" in data.get("viz", {})]
print("placed", len(placed), sep="\t")
for node in sorted(practices, key=lambda n: (-graph.degree(n), n))[:5]:
    print("most linked", graph.degree(node), graph.nodes[node]["label"], sep="\t")
