package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"yichuang/civil"
	"yichuang/mail"
	"yichuang/office"
	"yichuang/store"
)

// How often timed work runs.
const (
	passEvery = time.Minute
	mailEvery = 10 * time.Second
	lawEvery  = time.Second // whether there is new law to read
)

// work runs what nobody clicks: what the law makes happen, the day's signed
// checkpoint, and the mail. Any number of servers may run it on one database:
// cases are their own transactions, the checkpoint is made once a day, and
// messages are leased. It returns when ctx ends and the round under way is done.
func work(ctx context.Context, w *office.Window, sender mail.Sender, log *slog.Logger) {
	var running sync.WaitGroup
	running.Go(func() {
		var reminded civil.Date // the day on which this server sent reminders last
		every(ctx, passEvery, func() {
			if _, err := w.Pass(ctx); err != nil && ctx.Err() == nil {
				log.Error("timed work", "cause", err)
			}
			if today := civil.DateOf(w.Clock()); today != reminded {
				if err := w.Remind(ctx); err != nil && ctx.Err() == nil {
					log.Error("reminders", "cause", err)
				} else {
					reminded = today
				}
			}
			if err := seal(ctx, w); err != nil && ctx.Err() == nil {
				log.Error("daily checkpoint", "cause", err)
			}
			if err := w.Forget(ctx); err != nil && ctx.Err() == nil {
				log.Error("forget what expired", "cause", err)
			}
		})
	})
	running.Go(func() {
		every(ctx, lawEvery, func() {
			if err := w.Reload(ctx); err != nil && ctx.Err() == nil {
				log.Error("read the law", "cause", err)
			}
			if _, err := w.Work(ctx, workerName()); err != nil && ctx.Err() == nil {
				log.Error("work left for later", "cause", err)
			}
		})
	})
	if sender != nil {
		box := office.Outbox{Window: w, Worker: workerName()}
		running.Go(func() {
			every(ctx, mailEvery, func() {
				report, err := mail.Deliver(ctx, box, sender)
				switch {
				case err != nil && ctx.Err() == nil:
					log.Error("deliver mail", "cause", err)
				case report.Failed+report.Refused > 0:
					log.Warn("deliver mail", "sent", report.Sent, "failed", report.Failed, "refused", report.Refused)
				}
			})
		})
	}
	running.Wait()
}

// every runs do now and then every d until ctx ends.
func every(ctx context.Context, d time.Duration, do func()) {
	ticker := time.NewTicker(d)
	defer ticker.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// seal makes yesterday's checkpoint, once a day.
func seal(ctx context.Context, w *office.Window) error {
	now := w.Clock()
	return w.DB.Do(ctx, now, func(tx *store.Tx) error {
		_, err := tx.Seal(ctx, civil.DateOf(now)-1)
		return err
	})
}

// workerName is unique among all servers.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "server"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), rand.Text()[:6])
}
