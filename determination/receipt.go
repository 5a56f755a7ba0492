package determination

import (
	"crypto/sha256"
	"encoding/hex"
)

// receipt names the engine, the exact packs, the facts and the result.
func (w *work) receipt(d *Determination) {
	d.Receipt.Engine = Version
	w.buffer = w.Facts.AppendCanonical(w.buffer[:0])
	d.Receipt.Facts = hashHex(w.buffer)
	w.buffer = d.appendBody(w.buffer[:0])
	d.Receipt.Determination = hashHex(w.buffer)
}

func hashHex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
