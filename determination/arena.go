package determination

// arena holds the short lists of texts of one determination in a few pieces of
// memory, because a determination has dozens of them.
type arena struct {
	piece []string
	first []string // kept for the next determination
}

const (
	pieceSize = 128
	listSize  = 3 // most lists stay below; longer ones move out by themselves
)

// release leaves the memory to whoever holds the lists.
func (a *arena) release() { *a = arena{} }

// reset takes the memory back: the lists of the last determination are void.
func (a *arena) reset() { a.piece = a.first }

// addNew appends s where the list does not have it yet.
func (a *arena) addNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	if list == nil {
		list = a.list()
	}
	return append(list, s)
}

// list is an empty list with a little room.
func (a *arena) list() []string {
	if len(a.piece) < listSize {
		a.piece = make([]string, pieceSize)
		if a.first == nil {
			a.first = a.piece
		}
	}
	out := a.piece[:0:listSize]
	a.piece = a.piece[listSize:]
	return out
}
