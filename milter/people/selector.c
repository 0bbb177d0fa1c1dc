#include "people/selector.h"

#include "mime/address.h"

static bool
in_domain(struct str key, struct str domain)
{
	struct str of_key = address_domain(key);
	size_t before;

	if (domain.n > 0 && domain.p[0] == '@') {
		domain.p++;
		domain.n--;
	}
	if (domain.n == 0 || of_key.n < domain.n)
		return false;
	before = of_key.n - domain.n;
	if (!str_eq_nocase((struct str){of_key.p + before, domain.n}, domain))
		return false;
	return before == 0 || of_key.p[before - 1] == '.';
}

static bool
has_address(struct str key, const struct person *person, struct str address)
{
	if (str_eq_nocase(key, address))
		return true;
	if (person == NULL || person->is_default)
		return false;
	if (str_eq_nocase(person->key, address))
		return true;
	for (size_t i = 0; i < person->alias_count; i++)
		if (str_eq_nocase(person->aliases[i], address))
			return true;
	return false;
}

/* Media are outside the council, and a kind of their own. */
static bool
has_role(const struct person *person, enum role role)
{
	enum role has = person ? person->role : ROLE_OUTSIDE;

	return has == role || (role == ROLE_OUTSIDE && has == ROLE_MEDIA);
}

static bool
trait_fits(const struct trait *trait, struct str key,
	const struct person *person, struct str party)
{
	struct str own = person ? person->party : (struct str){NULL, 0};

	switch (trait->kind) {
	case TRAIT_ANYONE:
		return true;
	case TRAIT_ROLE:
		return has_role(person, trait->role);
	case TRAIT_POST:
		return person && person_has_post(person, trait->text);
	case TRAIT_PARTY:
		return label_same(own, trait->text);
	case TRAIT_SAME_PARTY:
		return label_same(own, party);
	case TRAIT_OTHER_PARTY:
		return label_differs(own, party);
	case TRAIT_NOT_PARTY:
		return label_differs(own, trait->text);
	case TRAIT_WARD:
		return person && label_same(person->ward, trait->text);
	case TRAIT_ADDRESS:
		return has_address(key, person, trait->text);
	case TRAIT_DOMAIN:
		return in_domain(key, trait->text);
	case TRAIT_NAMED:
		return person && !person->is_default;
	}
	return false;
}

static bool
alternative_fits(const struct selector_alternative *alternative, struct str key,
	const struct person *person, struct str party)
{
	for (size_t i = 0; i < alternative->count; i++) {
		const struct trait *trait = &alternative->traits[i];

		if (trait_fits(trait, key, person, party) == trait->negated)
			return false;
	}
	return true;
}

bool
selector_fits(const struct selector *selector, struct str key,
	const struct person *person, struct str party)
{
	for (size_t i = 0; i < selector->count; i++)
		if (alternative_fits(
			    &selector->alternatives[i], key, person, party))
			return true;
	return false;
}
