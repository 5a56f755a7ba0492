package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"yichuang/store/storetest"
)

// deliverVariable names the folder of the keys, for a process that delivers
// what waits in the database at deliverSource.
const (
	deliverVariable = "YICHUANG_TEST_DELIVER"
	deliverSource   = "YICHUANG_TEST_SOURCE"
)

// deliverAll leases, "sends" by printing the id, and settles, until nothing
// waits any more.
func deliverAll(keyFolder string) {
	ctx := context.Background()
	keys, err := ReadKeys(filepath.Join(keyFolder, "keys.json"))
	if err != nil {
		panic(err)
	}
	db, err := Open(ctx, os.Getenv(deliverSource), keys)
	if err != nil {
		panic(err)
	}
	worker := fmt.Sprint(os.Getpid())
	for {
		var leased []Message
		err := db.Do(ctx, time.Now(), func(tx *Tx) (err error) {
			leased, err = Outbox.Lease(ctx, tx, Lease{Worker: worker, For: 2 * time.Second, Limit: 5})
			return err
		})
		if err != nil {
			panic(err)
		}
		for _, m := range leased {
			fmt.Println(m.ID)
			if err := db.Do(ctx, time.Now(), func(tx *Tx) error { return Outbox.Finish(ctx, tx, m.ID, worker) }); err != nil {
				panic(err)
			}
		}
		waiting, err := db.Messages(ctx, MessageFilter{Waiting: true, Limit: 1})
		if err != nil {
			panic(err)
		}
		if len(waiting) == 0 {
			return
		}
		if len(leased) == 0 {
			time.Sleep(50 * time.Millisecond) // the rest is leased to somebody
		}
	}
}

// Two servers deliver from one PostgreSQL; one is killed. The other finishes:
// nothing is lost, and nothing is sent twice but, at most, the one message that
// the killed server had handed over and not yet settled.
func TestKill_oneOfTwoServers(t *testing.T) {
	folder, source := t.TempDir(), storetest.Postgres(t)
	keys := testKeys(t)
	if err := keys.Create(filepath.Join(folder, "keys.json")); err != nil {
		t.Fatal(err)
	}
	db := openTest(t, source, keys)
	const total = 300
	do(t, db, func(tx *Tx) error {
		for i := range total {
			if err := tx.AddMessage(t.Context(), goodMessage(i)); err != nil {
				return err
			}
		}
		return nil
	})
	sent := make(chan string, 2*total)
	ended := make(chan error, 2)
	for n := range 2 {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), deliverVariable+"="+folder, deliverSource+"="+source)
		command.Stderr = os.Stderr
		output, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			lines := bufio.NewScanner(output)
			for count := 1; lines.Scan(); count++ {
				sent <- lines.Text()
				if n == 0 && count == 23 { // in the middle of a lease
					command.Process.Kill()
				}
			}
			ended <- command.Wait()
		}()
	}
	first, second := <-ended, <-ended
	if (first == nil) == (second == nil) {
		t.Errorf("got %v and %v, want one server killed and the other finished", first, second)
	}
	close(sent)
	times := map[string]int{}
	twice := 0
	for id := range sent {
		if times[id]++; times[id] == 2 {
			twice++
		}
	}
	if len(times) != total || twice > 1 {
		t.Errorf("%d of %d messages were sent, %d twice; want all, at most 1 twice", len(times), total, twice)
	}
	if undone, err := db.number(t.Context(), "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL"); err != nil || undone != 0 {
		t.Errorf("%d messages are not settled (%v)", undone, err)
	}
}
