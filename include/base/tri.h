/*
 * tri: the answer to a question that may have none.
 *
 * A message that could not be read, or a pattern that hit its limit, leaves a
 * condition open. That must never pass for "no", so conditions, sentence
 * terms and recipient tests all answer with three values (Kleene's logic).
 */
#ifndef COMITY_BASE_TRI_H
#define COMITY_BASE_TRI_H

enum tri { TRI_UNKNOWN = -1, TRI_NO = 0, TRI_YES = 1 };

static inline enum tri
tri_of(int yes)
{
	return yes ? TRI_YES : TRI_NO;
}

static inline enum tri
tri_not(enum tri a)
{
	return a == TRI_UNKNOWN ? a : a == TRI_YES ? TRI_NO : TRI_YES;
}

static inline enum tri
tri_and(enum tri a, enum tri b)
{
	if (a == TRI_NO || b == TRI_NO)
		return TRI_NO;
	return a == TRI_UNKNOWN || b == TRI_UNKNOWN ? TRI_UNKNOWN : TRI_YES;
}

static inline enum tri
tri_or(enum tri a, enum tri b)
{
	return tri_not(tri_and(tri_not(a), tri_not(b)));
}

#endif
