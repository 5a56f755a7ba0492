package storetest

import (
	"context"
	"database/sql"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestPostgresGivesSeparateDurableDatabases(t *testing.T) {
	one, two := open(t, Postgres(t)), open(t, Postgres(t))
	if _, err := one.Exec("CREATE TABLE only_here (id BIGINT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Exec("SELECT id FROM only_here"); err == nil {
		t.Error("the second database sees the first one's table")
	}
	var fsync string
	if err := one.QueryRow("SHOW fsync").Scan(&fsync); err != nil || fsync != "on" {
		t.Errorf("fsync is %q (%v), want on: a crash test would prove nothing", fsync, err)
	}
}

func TestServerEndsWithItsLifeline(t *testing.T) {
	t.Setenv(adminVariable, "")
	running, err := start()
	if err != nil {
		t.Fatal(err)
	}
	db := open(t, running.admin)
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	running.lifeline.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for db.PingContext(ctx) == nil {
		time.Sleep(50 * time.Millisecond)
	}
	if ctx.Err() != nil {
		t.Error("the server still answers 20 seconds after its process let go of it")
	}
}

func TestWithoutAServerTheRemedyIsNamed(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(withPostgres, "/usr/lib/postgresql/", "/none/")
	command := exec.Command(bash, "-c", script, "with-postgres", "true")
	command.Env = []string{"PATH=" + t.TempDir() + ":/usr/bin:/bin"}
	output, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(output), "apt-get install postgresql") {
		t.Errorf("got %v and %q, want a failure that names the package", err, output)
	}
}
