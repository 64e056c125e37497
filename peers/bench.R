# The peers in R: collapse, whose growth is right at gaps when it is given the periods.
# Prints family, name and milliseconds, and stops when a result does not agree with fanfan's.
suppressMessages(library(collapse))
folder <- commandArgs(trailingOnly = TRUE)[1]
raw <- function(name, what, size) {
  path <- file.path(folder, name)
  readBin(path, what, n = file.size(path) / size, size = size, endian = "little")
}
# Keys fit a double exactly; R has no 64-bit integers of its own.
low <- readBin(file.path(folder, "keys.i64"), "integer", n = file.size(file.path(folder, "keys.i64")) / 4, size = 4, endian = "little")
s <- low[c(TRUE, FALSE)]
y <- raw("years.i32", "integer", 4)
v <- raw("values.f64", "double", 8)
timed <- function(family, name, run) {
  best <- Inf
  for (i in 1:3) {
    start <- proc.time()[[3]]
    result <- run()
    best <- min(best, proc.time()[[3]] - start)
  }
  cat(sprintf("%s\t%s\t%.3f\n", family, name, best * 1e3))
  result
}
agree <- function(family, result) {
  ours <- raw(paste0(family, ".fanfan"), "double", 8)
  stopifnot(length(ours) == length(result), all(is.na(ours) == is.na(result)))
  there <- !is.na(ours)
  stopifnot(all(abs(ours[there] - result[there]) <= 1e-9 * abs(ours[there]) + 1e-12))
}
agree("growth", timed("growth", "collapse fgrowth(g, t)", function() fgrowth(v, 1, 1, s, y, scale = 1)))
g <- GRP(s)
agree("growth", timed("growth", "collapse fgrowth, grouped before", function() fgrowth(v, 1, 1, g, y, scale = 1)))
