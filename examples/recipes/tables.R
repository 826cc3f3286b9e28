# Reads the CSV tables in a folder and joins two of them: Rscript tables.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
table <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), check.names = FALSE, encoding = "UTF-8", colClasses = "character")
for (kind in c("practice", "city", "theme", "transfer", "source")) cat(kind, "\t", nrow(table(kind)), "\n", sep = "")
links <- list.files(file.path(folder, "links"), pattern = "[.]csv$")
cat("links\t", sum(sapply(links, function(file) nrow(table(file.path("links", sub("[.]csv$", "", file)))))), "\n", sep = "")
done <- merge(table("links/practice.doneIn"), table("city"), by.x = "to", by.y = "id")
most <- head(sort(base::table(done$to), decreasing = TRUE), 5)
cat(sprintf("most practices\t%d\t%s\n", most, names(most)), sep = "")
