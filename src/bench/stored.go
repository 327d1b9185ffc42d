// Prints the token of a stored session's slip, as the launcher does: what a program of this kind takes at least.
package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// private tells what lies at a path, and ends the program where it is not this user's alone.
func private(path string, others uint32, look func(string, *syscall.Stat_t) error) (found syscall.Stat_t) {
	if look(path, &found) != nil || found.Uid != uint32(os.Getuid()) || found.Mode&others != 0 {
		os.Exit(3)
	}
	return found
}

func main() {
	config, state := os.Getenv("OAT_CONFIG_DIR"), os.Getenv("OAT_STATE_DIR")+"/sessions/"
	name := "default"
	if chosen, err := os.ReadFile(config + "/default-profile"); err == nil {
		name = strings.TrimSpace(string(chosen))
	}
	profile := config + "/profiles/" + name + ".toml"
	private(config, 0o77, syscall.Stat)
	private(config+"/profiles", 0o77, syscall.Stat)
	private(profile, 0o22, syscall.Stat)
	private(state, 0o77, syscall.Stat)
	slip, session := private(state+name+".slip", 0o77, syscall.Lstat), private(state+name+".json", 0o77, syscall.Lstat)
	settings, _ := os.ReadFile(profile)
	content, _ := os.ReadFile(state + name + ".slip")
	head, rest, _ := bytes.Cut(content, []byte("\n"))
	var version, size, written, until, inode, bytesOf, modified, long, lines int64
	var whose string
	fmt.Sscanf(string(head), "oat-slip %d %d %s %d %d %d %d %d %d %d", &version, &size, &whose, &written, &until, &inode,
		&bytesOf, &modified, &long, &lines)
	now := time.Now().Unix()
	if version != 1 || size != slip.Size || whose != name || slip.Mtim.Sec != until || int64(session.Ino) != inode ||
		session.Size != bytesOf || session.Mtim.Sec != modified || now < written || now >= until || !bytes.HasPrefix(rest, settings) {
		os.Exit(3)
	}
	token, _, _ := bytes.Cut(rest[long:], []byte("\n"))
	fmt.Println(string(token))
}
