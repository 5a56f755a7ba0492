// Package storetest gives tests a real PostgreSQL. Tests alone may import it.
package storetest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver pgx
)

// adminVariable names the environment variable with the URL of a server that
// is there already; `make check` sets it so that all packages share one.
const adminVariable = "YICHUANG_TEST_POSTGRES"

//go:embed with-postgres
var withPostgres string

// Postgres returns the URL of a new, empty database, which is dropped with the
// test. The first call of a process without YICHUANG_TEST_POSTGRES starts a
// server, which ends with the process. Where there is no PostgreSQL the test
// fails and says what to install; it is never skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	running, err := server()
	if err != nil {
		t.Fatalf("start postgresql: %v", err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	execute(t, running.admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, running.admin, "DROP DATABASE "+name+" WITH (FORCE)") })
	address, err := url.Parse(running.admin)
	if err != nil {
		t.Fatalf("read %s: %v", adminVariable, err)
	}
	address.Path = "/" + name
	return address.String()
}

func execute(t testing.TB, admin, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", admin)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// instance is a running server.
type instance struct {
	admin string // URL of its administrator

	// lifeline is the pipe whose end tells with-postgres to stop. Held open
	// here, the system closes it when the process dies, even if it is killed.
	lifeline io.Closer
}

// server is the process's one server.
var server = sync.OnceValues(func() (instance, error) {
	if admin := os.Getenv(adminVariable); admin != "" {
		return instance{admin: admin}, nil
	}
	return start()
})

// start runs with-postgres with a command that prints the URL and then waits
// for the end of its input.
func start() (instance, error) {
	command := exec.Command("bash", "-c", withPostgres, "with-postgres", "sh", "-c", `echo "$`+adminVariable+`" && exec cat`)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	lifeline, err := command.StdinPipe()
	if err != nil {
		return instance{}, err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return instance{}, err
	}
	if err := command.Start(); err != nil {
		return instance{}, err
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		failure := command.Wait()
		return instance{}, fmt.Errorf("%w: %s", failure, strings.TrimSpace(complaints.String()))
	}
	return instance{admin: strings.TrimSpace(line), lifeline: lifeline}, nil
}
