"""A second, plain reading of the rules of deadlines, held against the product's on very many cases."""
