package cli

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"github.com/alexedwards/scs/v2"

	"yichuang/mail"
	"yichuang/office"
	"yichuang/people"
	"yichuang/web"
)

// casework is the part of the server that keeps cases. Without --data or --demo
// it is empty: the server then informs and keeps nothing.
type casework struct {
	window   *office.Window
	sessions scs.Store
	people   []web.DemoPerson
	scenes   []office.Scene
	sender   mail.Sender
	log      *slog.Logger
	remove   func() error
	running  sync.WaitGroup
	stop     context.CancelFunc
}

func (e *env) log() *slog.Logger { return slog.New(slog.NewTextHandler(e.stderr, nil)) }

// casework opens what the flags ask for.
func (e *env) casework(ctx context.Context, p *product, f serveFlags) (c *casework, err error) {
	c = &casework{log: e.log(), stop: func() {}}
	switch {
	case f.demo:
		var story *office.Story
		if c.window, story, c.remove, err = e.demoWindow(ctx, p); err != nil {
			return nil, err
		}
		c.people, c.scenes = demoPeople(story), story.Scenes
	case f.data.data != "" || f.data.database != "":
		if c.window, err = e.window(ctx, f.data, p); err != nil {
			return nil, err
		}
		c.remove = c.window.DB.Close
		if c.sender, err = f.mail.sender(e.getenv); err != nil {
			c.end()
			return nil, err
		}
	default:
		return c, nil
	}
	if err := c.window.Reload(ctx); err != nil {
		c.end()
		return nil, err
	}
	if err := c.window.AdoptOffices(ctx, p.offices); err != nil {
		c.end()
		return nil, err
	}
	c.window.Address = f.public
	if f.demo && f.public == "" {
		c.window.Address = demoAddress(f.address)
	}
	c.sessions = c.window.DB.Sessions(e.now)
	return c, nil
}

// start begins the timed work.
func (c *casework) start(ctx context.Context) {
	if c.window == nil {
		return
	}
	ctx, c.stop = context.WithCancel(ctx)
	c.running.Go(func() { work(ctx, c.window, c.sender, c.log) })
}

// end waits for work under way and closes the installation.
func (c *casework) end() {
	c.stop()
	c.running.Wait()
	if c.remove == nil {
		return
	}
	if err := c.remove(); err != nil {
		c.log.Error("close the installation", "cause", err)
	}
}

// ready answers whether requests can be served: the database has to answer.
func (c *casework) ready(w http.ResponseWriter, r *http.Request) {
	if c.window != nil {
		if err := c.window.DB.Ping(r.Context()); err != nil {
			c.log.Error("readiness", "cause", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
	}
	alive(w, r)
}

// demoAddress is where a visitor of the demo reaches it: on this machine. Without
// a port that is known beforehand there is none, and permits carry no QR code.
func demoAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil || port == "" || port == "0" {
		return ""
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// demoPeople are the people of the story whom a visitor can be.
func demoPeople(s *office.Story) []web.DemoPerson {
	var out []web.DemoPerson
	for _, a := range s.Accounts {
		out = append(out, web.DemoPerson{Account: a.ID, Name: a.Name, Role: a.Roles[0], At: storyPlace(s, a)})
	}
	return out
}

// storyPlace names the office or the party of an account.
func storyPlace(s *office.Story, a office.StoryAccount) people.Words {
	for _, o := range s.Offices {
		if o.ID == a.Office {
			return o.Name
		}
	}
	for _, p := range s.Parties {
		if p.ID == string(a.Party) {
			return people.Words{ZH: p.Name, EN: p.Name}
		}
	}
	return people.Words{}
}
