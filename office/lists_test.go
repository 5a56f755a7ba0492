package office

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"yichuang/fault"
	"yichuang/lists"
	"yichuang/people"
	"yichuang/store"
)

var (
	policyStaff = people.Who{Account: "zhou", Role: people.PolicyStaff}
	housingDesk = people.Office{
		ID: "urumqi-housing", Kind: people.Housing, Places: []people.PlaceCode{"650100", "xpcc-12"}, Letters: "WL",
		Name: people.Words{ZH: "示例住房保障部门", EN: "Example housing department"}, Numbering: "乌示住〔{year}〕{number}号", Phone: "0991-002",
	}
	landlord = people.Who{Account: "landlord", Role: people.Partner, Office: "urumqi-housing", Places: housingDesk.Places}
)

func flats(names ...string) lists.Rows {
	var rows lists.Rows
	for _, name := range names {
		rows, _ = rows.With(lists.Row{Cells: map[string]string{"name.zh": name, "name.en": name, "district.zh": "天山区", "district.en": "Tianshan",
			"size": "60", "market-rent": "3000"}})
	}
	return rows
}

func (w *world) addOffice(o people.Office) {
	w.t.Helper()
	body, err := json.Marshal(o)
	must(w.t, err)
	must(w.t, w.DB.Do(w.t.Context(), w.now, func(tx *store.Tx) error {
		return tx.AddOffice(w.t.Context(), &store.Office{ID: string(o.ID), Kind: string(o.Kind), Body: body})
	}))
}

// TestKeepList_editions: each change is an edition with its source and who, the
// newest answers, and every one is in the audit record.
func TestKeepList_editions(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		edit := ListEdit{Kind: "housing-stock", Place: "650100", Rows: flats("1-101", "1-102"), Source: "stock of April"}
		change, err := w.KeepList(ctx, policyStaff, edit)
		if err != nil || len(change.Added) != 2 {
			t.Fatalf("got %+v, %v", change, err)
		}
		kept, err := w.List(ctx, "housing-stock", "650102")
		if err != nil || kept.Edition != 1 || len(kept.Rows) != 2 || kept.By != "zhou" || kept.Source != "stock of April" || kept.Place != "650100" {
			t.Fatalf("a district reads %+v, %v; want the city's list", kept, err)
		}
		edit.Seen, edit.Rows = 1, edit.Rows.Without("1")
		if change, err = w.KeepList(ctx, policyStaff, edit); err != nil || len(change.Removed) != 1 {
			t.Fatalf("got %+v, %v", change, err)
		}
		edit.Seen = 2
		if change, err = w.KeepList(ctx, policyStaff, edit); err != nil || !change.Empty() {
			t.Errorf("the same list again: got %+v, %v; want nothing kept", change, err)
		}
		edit.Seen = 1
		if _, err = w.KeepList(ctx, policyStaff, edit); !fault.Is(err, fault.Conflict) {
			t.Errorf("an edition that is old: got %v", err)
		}
		editions, err := w.ListEditions(ctx, policyStaff, "housing-stock", "650100")
		if err != nil || len(editions) != 2 || len(editions[1].Rows) != 2 {
			t.Errorf("got %+v, %v; want both editions", editions, err)
		}
		if _, row, err := w.ListRow(ctx, "housing-stock", "650100", "1"); err != nil || row.Cells["name.en"] != "1-101" {
			t.Errorf("a row that was taken off: got %+v, %v; want it as it last stood", row, err)
		}
		acts, err := recorded(ctx, &w.DB.Reader, "list/housing-stock/650100")
		if err != nil || len(acts) != 2 || acts[1].Kind != "list.kept" || acts[1].Actor != "zhou" || !strings.Contains(string(acts[1].Body), `"removed":["1"]`) {
			t.Errorf("got record %+v, %v", acts, err)
		}
	})
}

// TestKeepList_twoAtOnce: of two who saw one edition exactly one keeps the next.
func TestKeepList_twoAtOnce(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		errs := make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = w.KeepList(ctx, policyStaff, ListEdit{Kind: "housing-stock", Place: "650100", Rows: flats(string(rune('a' + i))), Source: "x"})
			})
		}
		all.Wait()
		kept := 0
		for _, err := range errs {
			if err == nil {
				kept++
			} else if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
				t.Errorf("got %v, want a conflict", err)
			}
		}
		if kept != 1 {
			t.Errorf("%d editions kept, want 1", kept)
		}
	})
}

// TestKeepList_rights: who may keep which list where, and what is refused.
func TestKeepList_rights(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.addOffice(housingDesk)
		for name, c := range map[string]struct {
			who   people.Who
			kind  lists.ID
			place people.PlaceCode
			code  fault.Code
		}{
			"policy staff, nation":        {policyStaff, "high-level-universities", people.Nation, ""},
			"administrator":               {people.Who{Account: "a", Role: people.Administrator}, "schools", "650100", ""},
			"the housing desk":            {landlord, "housing-stock", "650100", ""},
			"the housing desk, schools":   {landlord, "schools", "650100", fault.Forbidden},
			"the housing desk, elsewhere": {landlord, "housing-stock", "370200", fault.NotFound},
			"an officer":                  {people.Who{Account: "o", Role: people.OfficerRole, Office: "urumqi-experts", Places: experts.Places}, "schools", "650100", fault.Forbidden},
			"an employer":                 {hr, "schools", "650100", fault.Forbidden},
			"disabled":                    {people.Who{Account: "z", Role: people.PolicyStaff, Disabled: true}, "schools", "650100", fault.Forbidden},
			"no list":                     {policyStaff, "poems", "650100", fault.NotFound},
			"no place":                    {policyStaff, "schools", "999999", fault.Invalid},
		} {
			kind, ok := w.Lists.Find(c.kind)
			edit := ListEdit{Kind: c.kind, Place: c.place, Source: "x"}
			if ok {
				edit.Rows = lists.Rows{{ID: "1", Cells: example(kind)}}
			}
			_, err := w.KeepList(ctx, c.who, edit)
			if c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("%s: got %v, want %q", name, err, c.code)
			}
		}
		if _, err := w.KeepList(ctx, policyStaff, ListEdit{Kind: "hospitals", Place: "650100"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without source: got %v", err)
		}
		bad := flats("1-101")
		bad[0].Cells["market-rent"] = "cheap"
		if _, err := w.KeepList(ctx, policyStaff, ListEdit{Kind: "housing-stock", Place: "xpcc-12", Rows: bad, Source: "x"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a wrong cell: got %v", err)
		}
		mine, err := w.KeptLists(ctx, landlord)
		if err != nil || len(mine) != 1 || mine[0].Kind.ID != "housing-stock" {
			t.Errorf("the housing desk sees %+v, %v; want its own list alone", mine, err)
		}
		if _, err := w.ListEditions(ctx, hr, "housing-stock", "650100"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer reads the history: %v", err)
		}
	})
}

// example are cells that a kind takes.
func example(k lists.Kind) map[string]string {
	cells := map[string]string{}
	for _, c := range k.Columns() {
		switch c.Field.Type {
		case lists.Day:
			cells[c.Name] = "2026-05-01"
		case lists.Amount, lists.Number:
			cells[c.Name] = "10"
		case lists.Choice, lists.Choices:
			cells[c.Name] = c.Field.Choices[0].ID
		case lists.Yes:
		default:
			cells[c.Name] = "demo"
		}
	}
	return cells
}
