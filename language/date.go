package language

import (
	"fmt"
	"time"
)

// Date writes a date as exactly as it is known: 2021, May 2021, 3 May 2021. What is no date is written as it is.
func (l *Language) Date(text string) string {
	form, key := time.RFC3339, "page.day"
	switch len(text) {
	case len("2006-01"):
		form, key = "2006-01", "page.monthOfYear"
	case len(time.DateOnly):
		form = time.DateOnly
	}
	at, err := time.Parse(form, text)
	if err != nil {
		return text
	}
	return l.Say(key, map[string]string{"Month": l.Say(fmt.Sprintf("month.%d", at.Month()), nil), "Year": fmt.Sprint(at.Year()), "Day": fmt.Sprint(at.Day())})
}
