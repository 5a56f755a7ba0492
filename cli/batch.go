package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"yichuang/determination"
	"yichuang/facts"
	"yichuang/fault"
)

// A batch is cut into blocks of whole lines; workers answer blocks, the writer
// puts them back in order. Blocks amortise the hand-over, and at most
// blocksInFlight of them are in memory, whatever the size of the input.
const (
	blockSize      = 256 << 10
	longestLine    = 4 << 20
	blocksInFlight = 4 // for each worker
)

type batchFlags struct {
	law     lawFlags
	out     string
	workers int
	advice  bool
}

func (e *env) batchCommand() *cobra.Command {
	var b batchFlags
	c := &cobra.Command{
		Use:     "batch IN.jsonl|-",
		Short:   "determine one person a line, in order, on all cores",
		Example: "  yichuang batch people.jsonl -o results.jsonl",
		Args:    exactly(1),
		RunE:    func(_ *cobra.Command, args []string) error { return e.batch(b, args[0]) },
	}
	b.law.add(c.Flags())
	c.Flags().StringVarP(&b.out, "out", "o", "-", "file to write, or - for standard output")
	c.Flags().BoolVar(&b.advice, "advice", false, "add what would better each result, as assess does; takes longer")
	c.Flags().IntVar(&b.workers, "workers", runtime.GOMAXPROCS(0), "how many cores to use")
	return c
}

func (e *env) batch(b batchFlags, in string) error {
	if b.workers < 1 || b.workers > 1024 {
		return fault.At("--workers", "%d is not between 1 and 1024", b.workers)
	}
	p, err := b.law.read()
	if err != nil {
		return err
	}
	source, size, err := e.openInput(in)
	if err != nil {
		return err
	}
	defer source.Close()
	if sameFile(in, b.out) {
		return fault.At("--out", "%s is the file that is read (name another)", b.out)
	}
	sink, finish, err := e.openOutput(b.out)
	if err != nil {
		return err
	}
	run := &batchRun{product: p, env: e, sink: sink, progress: e.progress(size), advice: b.advice}
	err = errors.Join(run.all(source, b.workers), finish())
	if err != nil {
		return err
	}
	if run.bad > 0 {
		fmt.Fprintf(e.stderr, "%d of %d lines are errors\n", run.bad, run.lines)
		return errFailures
	}
	return nil
}

func (e *env) openInput(name string) (io.ReadCloser, int64, error) {
	if name == "-" {
		return io.NopCloser(e.stdin), -1, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, fmt.Errorf("read batch: %w", pathless(err))
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// sameFile reports whether writing one file would destroy the other.
func sameFile(in, out string) bool {
	a, errA := os.Stat(in)
	b, errB := os.Stat(out)
	return in != "-" && out != "-" && errA == nil && errB == nil && a.Mode().IsRegular() && os.SameFile(a, b)
}

// openOutput returns the sink and what finishes it: flush, and close of a file.
func (e *env) openOutput(name string) (*bufio.Writer, func() error, error) {
	if name == "-" {
		w := bufio.NewWriterSize(e.stdout, blockSize)
		return w, w.Flush, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, nil, fmt.Errorf("write batch: %w", pathless(err))
	}
	w := bufio.NewWriterSize(f, blockSize)
	return w, func() error { return errors.Join(w.Flush(), f.Close()) }, nil
}

// progress shows bytes read, on a terminal only.
func (e *env) progress(size int64) *progressbar.ProgressBar {
	if size == 0 {
		size = -1 // the bar knows no empty whole
	}
	if f, ok := e.stderr.(*os.File); !ok || !isTerminal(f) {
		return progressbar.DefaultBytesSilent(size)
	}
	return progressbar.DefaultBytes(size)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// batchRun is one batch under way.
type batchRun struct {
	*product
	env        *env
	sink       io.Writer
	advice     bool
	progress   *progressbar.ProgressBar
	lines, bad int
}

// block is some whole lines and, once answered, the answers to them.
type block struct {
	first      int // number of the first line, from 1
	in, out    []byte
	lines, bad int
	answered   chan struct{}
}

func (r *batchRun) all(source io.Reader, workers int) error {
	ordered := make(chan *block, workers*blocksInFlight)
	work := make(chan *block)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { r.worker(work) })
	}
	var readErr error
	go func() {
		readErr = r.cut(source, func(b *block) { ordered <- b; work <- b })
		close(work)
		close(ordered)
	}()
	var writeErr error
	for b := range ordered {
		<-b.answered
		r.lines, r.bad = r.lines+b.lines, r.bad+b.bad
		if writeErr == nil {
			_, writeErr = r.sink.Write(b.out)
		}
	}
	wg.Wait()
	return errors.Join(readErr, writeErr, r.progress.Finish())
}

// cut reads the source and hands over blocks of whole lines.
func (r *batchRun) cut(source io.Reader, hand func(*block)) error {
	line := 1
	var rest []byte
	for {
		in := make([]byte, len(rest)+blockSize)
		copy(in, rest)
		n, err := io.ReadFull(source, in[len(rest):])
		in = in[:len(rest)+n]
		if addErr := r.progress.Add(n); addErr != nil {
			return addErr
		}
		last := err != nil
		if last && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("read batch: %w", err)
		}
		end := len(in)
		if !last {
			end = bytes.LastIndexByte(in, '\n') + 1
		}
		rest = in[end:]
		if len(rest) > longestLine {
			return fmt.Errorf("read batch: line %d is longer than %d bytes", line, longestLine)
		}
		if end > 0 {
			if line == 1 {
				in = bytes.TrimPrefix(in[:end], byteOrderMark)
				end = len(in)
			}
			b := &block{first: line, in: in[:end], answered: make(chan struct{})}
			line += bytes.Count(b.in, []byte{'\n'})
			hand(b)
		}
		if last {
			return nil
		}
	}
}

func (r *batchRun) worker(work <-chan *block) {
	f := r.engine.Policies.Vocabulary().New()
	for b := range work {
		b.out = make([]byte, 0, 5*len(b.in))
		number := b.first
		for line := range bytes.Lines(b.in) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				r.answer(b, number, line, f)
			}
			number++
		}
		close(b.answered)
	}
}

// answer appends the determination of one line, or an error line in its place.
func (r *batchRun) answer(b *block, number int, line []byte, f *facts.Facts) {
	b.lines++
	v := r.engine.Policies.Vocabulary()
	err := v.Parse(line, f)
	if err == nil {
		r.env.completeDate(v, f)
		err = v.Check(f, r.Places)
	}
	before := len(b.out)
	switch {
	case err != nil:
	case r.advice:
		var d *determination.Determination
		var advice []determination.Advice
		if d, advice, err = r.engine.Answer(f); err == nil {
			b.out = d.AppendAnswer(b.out, advice)
		}
	default:
		b.out, err = r.engine.AppendJSON(b.out, f)
	}
	if err != nil {
		b.bad++
		b.out = appendErrorLine(b.out[:before], number, err)
	}
	b.out = append(b.out, '\n')
}

// appendErrorLine appends {"line": …, "path": …, "error": …}.
func appendErrorLine(b []byte, line int, err error) []byte {
	report := struct {
		Line  int    `json:"line"`
		Path  string `json:"path,omitempty"`
		Error string `json:"error"`
	}{Line: line, Error: err.Error()}
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		report.Path = f.Path
	}
	text, marshalErr := json.Marshal(report)
	if marshalErr != nil {
		panic("batch: an error line is no JSON: " + marshalErr.Error()) // strings and a number always are
	}
	return append(b, text...)
}
