# Reads the network with igraph and tells its size: Rscript network.R praxis.graphml
suppressPackageStartupMessages(library(igraph))
graph <- read_graph(commandArgs(trailingOnly = TRUE)[1], format = "graphml")
cat("nodes\t", vcount(graph), "\n", "links\t", ecount(graph), "\n", "practice\t", sum(V(graph)$type == "practice"), "\n", sep = "")
cat("placed\t", sum(!is.na(V(graph)$x)), "\n", sep = "")
