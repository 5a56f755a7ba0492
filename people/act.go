package people

import "slices"

// Act is something that a person does in the window. The list is closed; a
// case's state table and the table of roles speak of the same acts.
type Act string

// Acts on a case by the applicant's side.
const (
	Read     Act = "read"
	Open     Act = "open"     // begin a draft
	Edit     Act = "edit"     // answer questions
	Upload   Act = "upload"   // supply a paper
	Sign     Act = "sign"     // a commitment in place of a paper, or for a tolerance
	Consent  Act = "consent"  // of an employer that another's filing needs
	Submit   Act = "submit"   // declare and send
	Answer   Act = "answer"   // the correction request
	Withdraw Act = "withdraw" //
	Book     Act = "book"     // an appointment
	Report   Act = "report"   // the foreigner: the employer has not cancelled
	Message  Act = "message"  // a note to the other side
	Rate     Act = "rate"     //
	Contest  Act = "contest"  // an integrity entry or a sanction
)

// Acts on a case by an authority.
const (
	Judge     Act = "judge"      // a paper: good, seen in original, or not good enough
	Correct   Act = "correct"    // ask for corrections, all at once
	Accept    Act = "accept"     //
	NotAccept Act = "not-accept" // wrong office, or no permit needed
	Tolerate  Act = "tolerate"   // let papers follow
	Assign    Act = "assign"     //
	Pause     Act = "pause"      // a clock, on a legal ground
	Resume    Act = "resume"     //
	Extend    Act = "extend"     // the time limit, with reasons told
	Review    Act = "review"     // pass the joint review
	Find      Act = "find"       // record a finding beside the determination
	Draft     Act = "draft"      // a decision
	SendBack  Act = "send-back"  // a draft decision
	Approve   Act = "approve"    // and sign the draft decision
	Conclude  Act = "conclude"   // a filing or a request: no second signature
	Issue     Act = "issue"      // a letter
	Deliver   Act = "deliver"    // a letter or a result
	Close     Act = "close"      //
	HandBack  Act = "hand-back"  // what a request was given, such as a flat, is free again
	Reveal    Act = "reveal"     // a masked identifier; every time is logged
)

// Acts beside the case.
const (
	Watch      Act = "watch"      // supervision figures and lists
	Sample     Act = "sample"     // draw the commitments to be checked, say who checks them
	Inspect    Act = "inspect"    // check commitments after the fact, hold interviews
	Sanction   Act = "sanction"   // record integrity entries, suspend handling
	Revoke     Act = "revoke"     // a decision, after hearing the party
	Publish    Act = "publish"    // packs and lists
	Administer Act = "administer" // users, offices, letterheads
	Operate    Act = "operate"    // imports, backups, calendars, parameters
)

// applying is what every handler on the applicant's side does.
var applying = []Act{Read, Open, Edit, Upload, Sign, Consent, Submit, Answer, Withdraw, Book, Message, Rate, Contest}

// asking is what the foreigner may do as well with a request that the foreigner
// makes alone (Subject.Asked). Applications and filings are the employer's.
var asking = []Act{Open, Edit, Submit, Answer, Withdraw}

// reviewing is what both permit officers and police officers do.
var reviewing = []Act{
	Read, Judge, Correct, Accept, NotAccept, Tolerate, Assign, Pause, Resume, Extend, Review, Find,
	Draft, Conclude, Issue, Deliver, Close, Book, Message, Reveal,
}

// acts says what each role may do at all; Who.May adds where and for whom.
var acts = map[Role][]Act{
	Applicant:        slices.Concat([]Act{Read, Upload, Sign, Book, Report, Message, Rate, Contest}, asking),
	EmployerHR:       applying,
	Agency:           applying,
	Incubator:        applying,
	Clerk:            {Read, Open, Edit, Upload, Submit, Judge, Correct, Accept, NotAccept, Tolerate, Issue, Deliver, Close, Book, Message, Reveal},
	OfficerRole:      reviewing,
	Approver:         {Read, Approve, SendBack, Assign, Issue, Message, Reveal},
	Police:           slices.Concat(reviewing, []Act{Approve, SendBack}),
	Partner:          {Read, Judge, Correct, Accept, Assign, Pause, Resume, Conclude, Issue, Deliver, Close, HandBack, Book, Message},
	Supervisor:       {Read, Watch, Sample, Message},
	IntegrityOfficer: {Read, Watch, Sample, Inspect, Sanction, Revoke, Issue, Message, Reveal},
	PolicyStaff:      {Publish},
	Administrator:    {Administer},
	Operator:         {Operate},
}

// Can reports whether the role may do the act at all.
func (r Role) Can(act Act) bool { return slices.Contains(acts[r], act) }
