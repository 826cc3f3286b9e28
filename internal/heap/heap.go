// Package heap sets how much garbage may lie about before Go collects it.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// room is how many bytes garbage may take. With less the collector takes more of each request: at 40 MB, 5
// to 35 per cent more processor time than at a GOGC of 400, by what is asked.
const room = 40 << 20

// The bounds of GOGC. Above the upper one nothing is gained; the lower one keeps the collector from running all the time
// where much is alive.
const (
	least = 50
	most  = 400
)

// Follow lets garbage lie about until it takes as much as the room for it, within the bounds of GOGC, by what is alive at
// each collection. So a process takes the memory of what it keeps, which its caches bound, and this room; with one GOGC for
// all it would take several times of either. GOGC in the environment goes before.
func Follow() {
	if os.Getenv("GOGC") == "" {
		follow(nil)
	}
}

// follow sets the collector, now and after each collection.
func follow(*sign) {
	debug.SetGCPercent(percent(alive()))
	runtime.AddCleanup(&sign{}, follow, nil)
}

// sign is what nothing refers to, so that the next collection meets it. As it has a pointer it lies in no block with others.
type sign struct{ _ *sign }

func percent(alive uint64) int { return int(min(max(room*100/max(alive, 1), least), most)) }

// alive is what the last collection found in use.
func alive() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}
