package office

import (
	"context"
	"slices"

	"yichuang/casefile"
	"yichuang/civil"
	"yichuang/fault"
	"yichuang/letter"
	"yichuang/people"
	"yichuang/permit"
	"yichuang/store"
)

// PermitFile is a permit as its page shows it: how it stands, its versions, what
// rests on it, and the open case that alters it.
type PermitFile struct {
	permit.Permit
	ID, Code         string
	HolderName       string
	Names            map[people.PartyID]string // of every employer and account in it
	Standing         permit.Status             // on the day
	Altering         casefile.CaseNumber       // open case that alters it, or ""
	MaySeeCase       bool                      // the reader may open that case
	Others           []store.PermitRow         // further permits of the holder that the reader may see
	QR               *letter.QR                // of the certificate; nil without an address of the window
	MayBegin         []casefile.Matter         // matters about this permit that the reader may begin
	EngagementsToday []permit.Engagement
}

// PermitFile reads the newest permit under the number in the person's scope. An
// office from which pay is hidden does not read on what ground it was given.
func (w *Window) PermitFile(ctx context.Context, who people.Who, number string, kind string) (f PermitFile, err error) {
	filter := store.PermitFilter{Number: number}
	if kind != "" {
		filter.Kinds = []string{kind}
	}
	rows, _, err := w.Permits(ctx, who, filter)
	if err != nil {
		return f, err
	}
	if number == "" || len(rows) == 0 {
		return f, fault.New(fault.NotFound, "fault.permit.not-found")
	}
	row, p, err := readPermit(ctx, &w.DB.Reader, rows[len(rows)-1].ID)
	if err != nil {
		return f, err
	}
	on := civil.DateOf(w.Clock())
	f = PermitFile{Permit: p, ID: row.ID, Code: row.Code, Standing: p.StatusOn(on), EngagementsToday: p.EngagementsOn(on)}
	if err := w.withoutGround(ctx, who, &f); err != nil {
		return f, err
	}
	for _, fill := range []func(context.Context, people.Who, *PermitFile) error{w.permitNames, w.permitCase, w.permitOthers, w.permitMatters} {
		if err := fill(ctx, who, &f); err != nil {
			return f, err
		}
	}
	f.QR, err = w.permitQR(ctx, row, p)
	return f, err
}

// withoutGround leaves out the ground and its conditions, which can tell of pay,
// for every office but the foreign-expert department.
func (w *Window) withoutGround(ctx context.Context, who people.Who, f *PermitFile) error {
	if !who.Role.Staff() {
		return nil
	}
	own, err := readOffice(ctx, &w.DB.Reader, who.Office)
	if err != nil {
		return err
	}
	if own.Kind == people.ForeignExperts {
		return nil
	}
	f.Ground, f.Conditions = "", nil
	f.Versions = slices.Clone(f.Versions)
	for i := range f.Versions {
		f.Versions[i].Reason = ""
	}
	return nil
}

func (w *Window) permitNames(ctx context.Context, _ people.Who, f *PermitFile) (err error) {
	f.Names = map[people.PartyID]string{}
	if f.HolderName, err = w.PartyName(ctx, f.Holder); err != nil {
		return err
	}
	parties := []people.PartyID{f.Employer}
	for _, v := range f.Versions {
		parties = append(parties, v.Employer)
	}
	for _, e := range f.Engagements {
		parties = append(parties, e.With)
	}
	for _, id := range parties {
		if id == "" || f.Names[id] != "" {
			continue
		}
		if f.Names[id], err = w.PartyName(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// permitCase finds the open case that alters the permit.
func (w *Window) permitCase(ctx context.Context, who people.Who, f *PermitFile) error {
	row, err := w.DB.CaseAltering(ctx, string(f.Number))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	f.Altering = casefile.CaseNumber(row.Number)
	_, err = w.Case(ctx, who, f.Altering)
	if f.MaySeeCase = err == nil; fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func (w *Window) permitOthers(ctx context.Context, who people.Who, f *PermitFile) error {
	rows, _, err := w.Permits(ctx, who, store.PermitFilter{Holder: string(f.Holder)})
	f.Others = slices.DeleteFunc(rows, func(row store.PermitRow) bool { return row.ID == f.ID })
	return err
}

// permitMatters are the matters that alter a permit of this kind and that the
// reader may begin now.
func (w *Window) permitMatters(_ context.Context, who people.Who, f *PermitFile) error {
	if !who.Role.Can(people.Open) || f.Kind != permit.Work && f.Kind != permit.DomesticWork || f.Altering != "" || f.Status != permit.Active {
		return nil
	}
	offered, err := w.Offered(who, f.Place)
	if err != nil {
		return err
	}
	for _, m := range offered {
		if m.Permit != nil && m.Permit.Alters() && m.Permit.Needs && m.Permit.About(f.Kind) {
			f.MayBegin = append(f.MayBegin, m)
		}
	}
	return nil
}

// permitQR is the certificate as a QR code, where the window has an address.
func (w *Window) permitQR(ctx context.Context, row store.PermitRow, p permit.Permit) (*letter.QR, error) {
	var content string
	err := w.DB.Do(ctx, w.Clock(), func(tx *store.Tx) error {
		offices, err := officesOf(ctx, &tx.Reader)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(offices, func(o people.Office) bool { return o.Kind == people.ForeignExperts && o.Serves(p.Place) })
		if i < 0 {
			return nil
		}
		s := &step{Window: w, tx: tx, file: casefile.Case{Tracks: []casefile.Track{{Office: offices[i].ID}}}}
		content, err = s.certificate(ctx, row, p)
		return err
	})
	if err != nil || content == "" {
		return nil, err
	}
	code, err := letter.NewQR(content, string(p.Number))
	return &code, err
}

// BeginOn opens a case of a matter about a permit that the person may see, for
// its holder and employer.
func (w *Window) BeginOn(ctx context.Context, who people.Who, key, number string, matter casefile.MatterID) (casefile.Case, error) {
	kind := permit.Work
	if m, err := w.matter(matter); err == nil && m.Permit != nil && !m.Permit.About(kind) {
		kind = m.Permit.Kind
	}
	f, err := w.PermitFile(ctx, who, number, string(kind))
	if err != nil {
		return casefile.Case{}, err
	}
	if !slices.ContainsFunc(f.MayBegin, func(m casefile.Matter) bool { return m.ID == matter }) {
		return casefile.Case{}, fault.New(fault.Conflict, "fault.permit.no-matter").WithDetail("matter %s cannot begin on permit %s", matter, number)
	}
	o := Opening{Who: who, Key: key, Matter: matter, Place: f.Place, Employer: f.Employer, Foreigner: f.Holder, PermitRow: f.ID}
	if who.Role == people.Agency {
		o.Agent = who.Party
	}
	return w.Open(ctx, o)
}
