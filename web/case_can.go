package web

import (
	"yichuang/casefile"
	"yichuang/people"
)

// acts are those that a page can offer.
var acts = []people.Act{
	people.Edit, people.Upload, people.Sign, people.Submit, people.Answer, people.Withdraw, people.Judge, people.Correct,
	people.Accept, people.NotAccept, people.Review, people.Find, people.Draft, people.Approve, people.SendBack, people.Conclude, people.Close,
	people.Message, people.Deliver,
}

// can asks rights and the state table; the act itself asks again.
func (s *Server) can(who people.Who, c casefile.Case) map[string]bool {
	out := map[string]bool{}
	for _, act := range acts {
		for _, track := range append([]casefile.TrackID{""}, trackIDs(c)...) {
			if c.Status.Allows(act) && who.May(act, c.Subject(track), s.Now()) == nil {
				out[string(act)] = true
			}
		}
	}
	out["answer"] = out["answer"] && c.OpenRequest() != nil
	out["correct"] = out["correct"] && c.OpenRequest() == nil
	_, reviewed := c.Moments[casefile.AtJointReview]
	out["review"] = out["review"] && !reviewed && len(c.Tracks) > 1 && c.Tracks[0].Decision == nil
	return out
}

func trackIDs(c casefile.Case) []casefile.TrackID {
	var ids []casefile.TrackID
	for _, t := range c.Tracks {
		ids = append(ids, t.ID)
	}
	return ids
}
