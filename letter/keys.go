package letter

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"yichuang/fault"
)

// Keys are the public keys that sign certificates, by their ids. They hold no
// secret: an office publishes them, a verifier keeps a copy.
type Keys map[string]ed25519.PublicKey

// KeysFile is the name of the file in a data directory that holds its Keys.
const KeysFile = "certificate-keys.json"

// KeyID names a key by the beginning of its hash.
func KeyID(key ed25519.PublicKey) string {
	const signs = 8
	hash := sha256.Sum256(key)
	return base64.RawURLEncoding.EncodeToString(hash[:])[:signs]
}

// KeysOf are the public parts of signing keys: the one in use and those before it.
func KeysOf(signing ...ed25519.PrivateKey) Keys {
	keys := make(Keys, len(signing))
	for _, key := range signing {
		public := key.Public().(ed25519.PublicKey)
		keys[KeyID(public)] = public
	}
	return keys
}

// ParseKeys reads a JSON Web Key Set (RFC 7517) of Ed25519 keys. A key of another
// kind, a secret key and a wrong id are refused.
func ParseKeys(text []byte) (Keys, error) {
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(text, &set); err != nil {
		return nil, fault.At("keys", "no JSON Web Key Set").WithCause(err)
	}
	keys := make(Keys, len(set.Keys))
	for i, key := range set.Keys {
		public, ok := key.Key.(ed25519.PublicKey)
		if !ok {
			return nil, fault.At(fmt.Sprintf("keys.%d", i), "is no public Ed25519 key")
		}
		if id := KeyID(public); key.KeyID != id {
			return nil, fault.At(fmt.Sprintf("keys.%d.kid", i), "is %q, but this key is %s", key.KeyID, id)
		}
		keys[key.KeyID] = public
	}
	if len(keys) == 0 {
		return nil, fault.At("keys", "the set has no key")
	}
	return keys, nil
}

// JSON writes the keys as ParseKeys reads them, in the order of their ids.
func (k Keys) JSON() ([]byte, error) {
	set := jose.JSONWebKeySet{Keys: make([]jose.JSONWebKey, 0, len(k))}
	for _, id := range slices.Sorted(maps.Keys(k)) {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: k[id], KeyID: id, Algorithm: string(jose.EdDSA), Use: "sig"})
	}
	return json.MarshalIndent(set, "", "  ")
}
