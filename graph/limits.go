package graph

import "time"

// The limits of a request. Each is far above what a person or a client library asks, and far below what would hurt:
// validation takes time with the square of a document's fields (1,000 tokens 50 ms, 20,000 tokens over 15 s), so a
// document is counted before it is validated.
const (
	maxBody       = 256 << 10 // bytes of a request: a long query with its variables
	maxTokens     = 4_000     // of a document
	maxDepth      = 22        // of fields in fields: seven links deep through edges and nodes
	maxSelections = 600       // fields and fragments as they are written
	maxExpanded   = 3_000     // fields once fragments are spelled out
	maxRootFields = 30        // answered at once
	maxAliases    = 100
	maxRepeats    = 10 // of the same name in one selection
	maxDirectives = 40
	maxOperations = 20
	maxName       = 100    // letters of a field, a fragment, a type
	maxString     = 2_000  // characters of a text in a question
	maxVariables  = 20_000 // bytes of all variables together

	maxRunning = 8 // answers that are made at once; more would only share the two cores

	// maxCost is how many field values an answer may have, at most; well under a second of one core. A
	// table three lists deep with pages of the usual size fits in.
	maxCost = 200_000
	// maxAnswer bounds the bytes of an answer, whatever its cost.
	maxAnswer = 8 << 20
	// maxErrors is how many errors an answer lists.
	maxErrors = 20
	// maxTime is how long an answer may take.
	maxTime = 10 * time.Second
	// maxTries is how often an answer is made anew because the data changed while it was made.
	maxTries = 4

	documentsKept = 500     // parsed and validated documents
	answersKept   = 6 << 20 // bytes of answers, unless WithCache says otherwise
)
