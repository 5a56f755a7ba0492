// Package mailtest is a real SMTP server (RFC 5321) on loopback that keeps
// what it receives and fails when told to. Tests alone may import it.
package mailtest

import (
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Message is a message as it came over the wire.
type Message struct {
	From string   // the envelope's sender, without angle brackets
	To   []string // the envelope's recipients, in the order given
	Data []byte   // headers and body, lines ending in \n, dots unstuffed
}

// Server accepts every message until it is told to refuse.
type Server struct {
	Host string
	Port int

	mutex    sync.Mutex
	messages []Message
	refusals []string
	arrived  chan struct{}
}

// Start runs a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().(*net.TCPAddr)
	s := &Server{Host: "127.0.0.1", Port: address.Port, arrived: make(chan struct{}, 1)}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

// Address is host:port, as net.Dial takes it.
func (s *Server) Address() string { return fmt.Sprintf("%s:%d", s.Host, s.Port) }

// Refuse answers the next messages, one each, with these replies instead of
// accepting them: "451 try again later", "550 no such person".
func (s *Server) Refuse(replies ...string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.refusals = append(s.refusals, replies...)
}

// Messages returns what was accepted until now, in the order of arrival.
func (s *Server) Messages() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.messages)
}

// Wait returns the messages once there are n of them, and fails the test when
// that takes longer than ten seconds.
func (s *Server) Wait(t testing.TB, n int) []Message {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		if got := s.Messages(); len(got) >= n {
			return got
		}
		select {
		case <-s.arrived:
		case <-late:
			t.Fatalf("got %d messages in ten seconds, want %d", len(s.Messages()), n)
		}
	}
}

// accept keeps the message or refuses it, and returns the reply.
func (s *Server) accept(message Message) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.refusals) > 0 {
		reply := s.refusals[0]
		s.refusals = s.refusals[1:]
		return reply
	}
	s.messages = append(s.messages, message)
	select {
	case s.arrived <- struct{}{}:
	default: // a waiter is already told to look
	}
	return "250 kept"
}

// serve holds one conversation; it ends when the client leaves or the line
// breaks.
func (s *Server) serve(conn net.Conn) {
	wire := textproto.NewConn(conn)
	defer wire.Close()
	reply := "220 mailtest"
	var message Message
	for wire.PrintfLine("%s", reply) == nil {
		line, err := wire.ReadLine()
		if err != nil {
			return
		}
		verb, argument, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			reply = "250-mailtest\r\n250-8BITMIME\r\n250 SMTPUTF8"
		case "HELO", "NOOP":
			reply = "250 yes"
		case "RSET":
			message, reply = Message{}, "250 forgotten"
		case "MAIL":
			message, reply = Message{From: path(argument)}, "250 go on"
		case "RCPT":
			message.To = append(message.To, path(argument))
			reply = "250 go on"
		case "DATA":
			if reply, err = s.receive(wire, message); err != nil {
				return
			}
			message = Message{}
		case "QUIT":
			wire.PrintfLine("221 good bye")
			return
		default:
			reply = "502 this server does not know " + verb
		}
	}
}

// receive reads the data of a message whose envelope is complete.
func (s *Server) receive(wire *textproto.Conn, message Message) (reply string, err error) {
	if len(message.To) == 0 {
		return "503 name a recipient first", nil
	}
	if err := wire.PrintfLine("354 end with a dot"); err != nil {
		return "", err
	}
	data, err := wire.ReadDotBytes()
	if err != nil {
		return "", err
	}
	message.Data = data
	return s.accept(message), nil
}

// path takes the address out of "FROM:<a@example.org> BODY=8BITMIME".
func path(argument string) string {
	_, rest, _ := strings.Cut(argument, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
