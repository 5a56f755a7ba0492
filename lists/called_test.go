package lists

import "testing"

// TestCalled: a name finds its row in any language, however it is typed, and half
// a name finds none.
func TestCalled(t *testing.T) {
	kind := Kind{
		Fields:  []Field{{ID: "name", Type: Words}, {ID: "country", Type: Words}, {ID: "also", Type: Text}},
		Settles: &Settles{Name: "applicant.degree.university", Fact: "applicant.degree.school", Words: []string{"high-level"}, Called: []string{"name", "also"}},
	}
	rows := Rows{
		{ID: "1", Cells: map[string]string{"name.zh": "示范理工大学", "name.en": "Example Institute of Technology", "country.en": "Exampleland", "also": "EIT, Universit\u00e4t Beispiel\uff1b示理工"}},
		{ID: "2", Cells: map[string]string{"name.zh": "样例国立大学", "name.en": "École Exemple"}},
	}
	for name, want := range map[string]string{
		"Example Institute of Technology": "1", " example  INSTITUTE of technology ": "1", "ExampleInstituteOfTechnology": "1", "eit": "1",
		"universitat beispiel": "1", "Universita\u0308t Beispiel": "1", "示范 理工大学": "1", "示理工": "1", "\uff25\uff29\uff34": "1",
		"Ecole exemple": "2", "样例国立大学": "2",
		"Example Institute": "", "Exampleland": "", "": "", " . ": "", "大学": "",
	} {
		row, ok := kind.Called(rows, name)
		if ok != (want != "") || row.ID != want {
			t.Errorf("%q finds %q, %v; want %q", name, row.ID, ok, want)
		}
	}
	kind.Settles = nil
	if _, ok := kind.Called(rows, "EIT"); ok {
		t.Error("a list that settles nothing found a name")
	}
}
