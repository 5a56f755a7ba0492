package facts

// value reads a value that is no list into *to; null leaves it as it is. The
// problem is a text for developers, or "".
func (r *reader) value(field *Field, to *Value) (problem string) {
	c := r.peek()
	if c == 'n' && r.word("null") {
		return ""
	}
	switch field.Type {
	case Bool:
		return r.truth(c, to)
	case Int, Number:
		if kindOf(c) != "a number" {
			return "must be a number, not " + kindOf(c)
		}
		digits, problem := r.number()
		if problem != "" {
			return problem
		}
		return field.number(digits, to)
	case Set:
		return r.set(field, c, to)
	}
	if c != '"' {
		return "must be a string, not " + kindOf(c)
	}
	content, problem := r.text()
	if problem != "" {
		return problem
	}
	return field.text(content, to)
}

func (r *reader) truth(c byte, to *Value) (problem string) {
	switch {
	case r.word("true"):
		to.setTruth(true)
	case r.word("false"):
		to.setTruth(false)
	default:
		return "must be true or false, not " + kindOf(c)
	}
	return ""
}

// set reads a list of words, or a single word where the field allows that.
func (r *reader) set(field *Field, c byte, to *Value) (problem string) {
	var words wordSet
	if c == '"' && field.OneOrMany {
		if problem = r.setWord(field, &words); problem != "" {
			return problem
		}
		return words.store(to)
	}
	if !r.take('[') {
		return "must be a list of words, not " + kindOf(c)
	}
	for first := true; ; first = false {
		done, problem := r.next(first, ']')
		switch {
		case problem != "":
			return problem
		case done:
			return words.store(to)
		}
		if problem = r.setWord(field, &words); problem != "" {
			return problem
		}
	}
}

func (r *reader) setWord(field *Field, words *wordSet) (problem string) {
	if c := r.peek(); c != '"' {
		return "must be a list of words, not of " + kindOf(c)
	}
	content, problem := r.text()
	if problem != "" {
		return problem
	}
	return words.add(field, content)
}
