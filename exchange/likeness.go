package exchange

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// likeness is a reason to take two entities for the same.
type likeness string

const (
	sameIdentifier likeness = "the same identifier"
	sameName       likeness = "the same name"
	sameOtherName  likeness = "a name in common"
	nearText       likeness = "nearly the same text"
)

// How sure each reason is. That of near texts is how many of their shingles they share.
var scores = map[likeness]float64{sameIdentifier: 1, sameName: 0.95, sameOtherName: 0.85}

const (
	shingle       = 5   // bytes that make a shingle: shorter ones are shared by texts that have only their topic in common
	leastShared   = 0.7 // of the shingles, for two texts to be near
	leastText     = 60  // bytes; shorter texts are alike by chance
	maxCandidates = 3   // shown for each row
)

// signature is a sketch of a text (MinHash): of two sketches as many numbers agree as the texts share shingles.
type signature [bandCount * bandSize]uint32

// Two texts meet in a band with the chance share^bandSize: of those that share eight tenths of their shingles,
// 96 in a hundred meet somewhere; of those that share three tenths, 2.
const (
	bandCount = 8
	bandSize  = 5
)

// factors turn one hash into as many as a sketch has numbers. They are odd, and fixed by a simple rule.
var factors = func() (f [bandCount * bandSize]uint64) {
	for i, x := 0, uint64(0x9E3779B97F4A7C15); i < len(f); i, x = i+1, x*6364136223846793005+1442695040888963407 {
		f[i] = x | 1
	}
	return f
}()

// sign sketches a text; nil where it is too short to tell.
func sign(text string) *signature {
	if len(text) < leastText {
		return nil
	}
	s := &signature{}
	for i := range s {
		s[i] = math.MaxUint32
	}
	for i := 0; i+shingle <= len(text); i++ {
		hash := uint64(14695981039346656037) // FNV-1a
		for _, letter := range []byte(text[i : i+shingle]) {
			hash = (hash ^ uint64(letter)) * 1099511628211
		}
		for n := range s {
			s[n] = min(s[n], uint32(hash*factors[n]>>32))
		}
	}
	return s
}

// bands are the parts of a sketch by which near texts meet.
func (s *signature) bands() (bands [bandCount][bandSize]uint32) {
	for i, number := range s {
		bands[i/bandSize][i%bandSize] = number
	}
	return bands
}

// shared estimates how many of their shingles two texts share, of 1.
func (s *signature) shared(other *signature) float64 {
	n := 0
	for i := range s {
		if s[i] == other[i] {
			n++
		}
	}
	return float64(n) / float64(len(s))
}

// candidate is an entity that a row looks like.
type candidate struct {
	id    string
	score float64
	why   likeness
}

// alike are what stands and the rows before a row that look like it, the likest first. The same id is the same thing.
func (p *plan) alike(r *row, t traits) []candidate {
	found := map[string]candidate{}
	sig := p.coming.entries[r.entry].sig
	for _, key := range p.coming.keys(r.id, t, sig) {
		p.standing.compare(r.id, sig, key, int32(len(p.standing.entries)), found)
		p.coming.compare(r.id, sig, key, r.entry, found)
	}
	all := slices.Collect(maps.Values(found))
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	return all[:min(len(all), maxCandidates)]
}

// compare finds the entities before one that share a key with something.
func (k *known) compare(id string, sig *signature, key trait, before int32, found map[string]candidate) {
	k.chain(key.hash, func(n int32) bool {
		if n >= before {
			return false
		}
		e := k.entries[n]
		score := scores[key.why]
		if key.why == nearText {
			score = sig.shared(e.sig)
		}
		if e.id != id && score >= leastShared && score > found[e.id].score {
			found[e.id] = candidate{e.id, score, key.why}
		}
		return true
	})
}
