package cli

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// assessed is the answer of the API to facts.
type assessed struct {
	Policies []struct {
		ID      string `json:"id"`
		InForce bool   `json:"in_force"`
	}
	Points  struct{ Total *int }
	Receipt struct {
		Packs []struct{ ID, Hash string }
	}
}

func assess(t *testing.T, url, facts string) assessed {
	t.Helper()
	response, err := http.Post(url+"/api/v1/assessments", "application/json", strings.NewReader(facts))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out assessed
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", response.StatusCode, err)
	}
	return out
}

// inForceFor is the local policy that answers facts, or "".
func inForceFor(t *testing.T, url, facts string) string {
	t.Helper()
	for _, p := range assess(t, url, facts).Policies {
		if p.InForce && p.ID != "cn-2017" {
			return p.ID
		}
	}
	return ""
}
