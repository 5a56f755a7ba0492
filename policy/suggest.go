package policy

// didYouMean names the nearest of some words for an error text, or nothing when
// none is near.
func didYouMean(word string, words []string) string {
	best, distance := "", 1+len(word)/3
	for _, w := range words {
		if d := editDistance(word, w); d <= distance {
			best, distance = w, d-1
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + best + "?)"
}

// editDistance is Levenshtein's, by bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0]++
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, cost)
		}
	}
	return row[len(b)]
}
