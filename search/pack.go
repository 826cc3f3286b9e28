package search

import (
	"encoding/binary"
	"math"
)

// A row is stored as its fields in order: texts and lists with their lengths before them.

func (r *row) pack() string {
	var p packer
	p.text(r.typ)
	p.number(r.rank)
	p.flag(r.hidden)
	p.flag(r.country)
	p.text(r.name)
	p.text(r.date)
	p.number(r.transfers)
	p.list(r.up)
	for _, values := range r.own {
		p.list(values)
	}
	p.figures(r.figures)
	p.number(len(r.names))
	for _, n := range r.names {
		p.text(n.language)
		p.text(n.text)
	}
	return string(p)
}

// unpack reads a row. Of most, the names are wanted only where one is shown.
func unpack(packed []byte, named bool) *row {
	u := &unpacker{packed, string(packed), 0}
	r := &row{typ: u.text(), rank: u.number(), hidden: u.flag(), country: u.flag(), name: u.text(), date: u.text(), transfers: u.number(), up: u.list()}
	for f := range r.own {
		r.own[f] = u.list()
	}
	r.figures = u.figures()
	if !named && !parts[r.typ] {
		return r
	}
	r.names = make([]name, u.number())
	for i := range r.names {
		r.names[i] = name{u.text(), u.text()}
	}
	return r
}

type packer []byte

func (p *packer) number(n int) { *p = binary.AppendUvarint(*p, uint64(n)) }

func (p *packer) flag(on bool) {
	if on {
		p.number(1)
	} else {
		p.number(0)
	}
}

func (p *packer) text(s string) {
	p.number(len(s))
	*p = append(*p, s...)
}

func (p *packer) list(texts []string) {
	p.number(len(texts))
	for _, s := range texts {
		p.text(s)
	}
}

func (p *packer) figures(f Figures) {
	p.number(f.Population)
	p.number(int(math.Float64bits(f.ForeignShare)))
	p.number(f.Urbanisation)
}

// unpacker gives texts as parts of one, so that a row is one piece of memory.
type unpacker struct {
	bytes []byte
	all   string
	at    int
}

func (u *unpacker) number() int {
	n, size := binary.Uvarint(u.bytes[u.at:])
	u.at += size
	return int(n)
}

func (u *unpacker) flag() bool { return u.number() == 1 }

func (u *unpacker) text() string {
	size := u.number()
	u.at += size
	return u.all[u.at-size : u.at]
}

// own is a text in memory of its own.
func (u *unpacker) own() string {
	size := u.number()
	u.at += size
	return string(u.bytes[u.at-size : u.at])
}

// section unpacks what was packed as one text, in memory of its own.
func (u *unpacker) section() *unpacker {
	all, from := u.own(), u.at
	return &unpacker{u.bytes[from-len(all) : from], all, 0}
}

func (u *unpacker) figures() Figures {
	return Figures{u.number(), math.Float64frombits(uint64(u.number())), u.number()}
}

func (u *unpacker) list() []string {
	size := u.number()
	if size == 0 {
		return nil
	}
	texts := make([]string, size)
	for i := range texts {
		texts[i] = u.text()
	}
	return texts
}
