/*
 * A backend to the kernel that fails once, where it is told to: for proving that what was
 * half done is put back. It fails nothing by itself and changes no message.
 */
#ifndef IT_FAULTS_H
#define IT_FAULTS_H

#include <stdbool.h>

#include <bondnl/bondnl.h>

enum fault {
	FAULT_REFUSED, /* the k-th message is answered with an error, and has no effect */
	FAULT_DEAD,  /* the socket breaks before the k-th message: it and the rest are not
			sent */
	FAULT_LOST,  /* all is sent, but the replies from the k-th on do not come */
	FAULT_BLIND, /* the k-th look at the kernel fails */
	FAULT_GONE,  /* from the k-th message on nothing reaches the kernel: who sends is
			dead */
	FAULT_JOINED, /* before a group is deleted, one joins it that cannot be deleted;
			 @k is of no account */
	FAULT_COUNT_,
};

const char *fault_name(enum fault f);

struct outcome {
	enum bondnl_outcome outcome;
	bool happened;	 /* was there a k-th at all? */
	char text[4096]; /* the error, the steps and what was left different */
};

/*
 * Carries the spec out, with the fault at the @k-th message (or look), from 1 on;
 * after it everything works again; with 0 none fails. @bonds and @words have blanks
 * between them; of BONDNL_APPLY @words are the text of a file.
 */
void fault_run(struct outcome *ret, enum fault f, unsigned k, enum bondnl_intent intent,
	const char *bonds, const char *words);
void fault_run_spec(
	struct outcome *ret, enum fault f, unsigned k, const struct bondnl_spec *spec);

#endif
