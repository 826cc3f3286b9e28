package dataset

import "github.com/praxis-kb/praxis/language"

// LicenceURL is the licence of the data that we write, CC BY 4.0; each source keeps its own.
const LicenceURL = "https://creativecommons.org/licenses/by/4.0/"

// Praxis is what is said of the data in any state. Address, state and files are filled in by whoever describes it.
func Praxis() Description {
	return Description{
		Title: "praxis: good practices for inclusive cities",
		Text: "A linked, cited knowledge graph of good practices for the inclusion of newcomers in European cities: what cities do, " +
			"what it takes and what came of it, who copied it and what they changed, with the benchmarks, mentoring schemes, challenges and " +
			"legal frames around it. Each fact cites a source and says on which basis it stands.",
		Publisher: "praxis", Licence: "CC-BY-4.0", LicenceURL: LicenceURL,
		Languages: language.Tags,
		Keywords:  []string{"inclusion", "integration of migrants", "local government", "good practice", "mentoring", "benchmarking", "knowledge graph"},
	}
}
