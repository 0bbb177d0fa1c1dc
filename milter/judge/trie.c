#include "judge/trie.h"

#include <glib.h>

/* Beyond it strings have to be shorter. */
enum { MOST_NODES = 1000 * 1000 };

/* A tree of the strings while it grows, in order of insertion. */
struct branch {
	uint32_t child, sibling; /* 0: none */
	uint32_t string;
	uint8_t class_in;
};

struct tree {
	const struct trie *made;
	GArray *branches;
};

static void
find_classes(struct trie *made, const struct str *strings, size_t count)
{
	made->classes = 1;
	for (size_t s = 0; s < count; s++) {
		for (size_t i = 0; i < strings[s].n; i++) {
			char plain = trie_plain(strings[s].p[i]);
			uint8_t *class = &made->class_of[(unsigned char)plain];

			if (*class == 0)
				*class = (uint8_t)made->classes++;
		}
	}
	for (int c = 0; c < 256; c++)
		made->class_of[c] =
			made->class_of[(unsigned char)trie_plain((char)c)];
}

/* The tree ----------------------------------------------------------------- */

static struct branch *
branch_at(const struct tree *tree, uint32_t branch)
{
	return &g_array_index(tree->branches, struct branch, branch);
}

static uint32_t
tree_child(struct tree *tree, uint32_t parent, char byte)
{
	struct branch made = {.string = TRIE_NO_STRING,
		.class_in = tree->made->class_of[(unsigned char)byte]};
	uint32_t child = branch_at(tree, parent)->child;

	for (; child != 0; child = branch_at(tree, child)->sibling)
		if (branch_at(tree, child)->class_in == made.class_in)
			return child;
	child = tree->branches->len;
	made.sibling = branch_at(tree, parent)->child;
	g_array_append_val(tree->branches, made);
	branch_at(tree, parent)->child = child;
	return child;
}

/* False where there would be too many nodes. */
static bool
tree_fill(struct tree *tree, const struct str *strings, size_t count)
{
	const struct branch root = {.string = TRIE_NO_STRING};

	g_array_append_val(tree->branches, root);
	for (size_t s = 0; s < count && tree->branches->len <= MOST_NODES;
		s++) {
		uint32_t branch = 0;

		for (size_t i = 0; i < strings[s].n; i++)
			branch = tree_child(tree, branch, strings[s].p[i]);
		branch_at(tree, branch)->string = (uint32_t)s;
	}
	return tree->branches->len <= MOST_NODES;
}

/* Nodes -------------------------------------------------------------------- */

/* The classes of a node's children, or its row. */
static void
tell_children(struct trie *made, const struct tree *tree, uint32_t branch,
	struct trie_node *node, GArray *rows)
{
	uint32_t child = branch_at(tree, branch)->child;

	/* No class is that high. */
	node->by.classes = UINT32_MAX;
	if (node->count > TRIE_FEW) {
		node->by.row = rows->len;
		g_array_set_size(rows, rows->len + made->classes);
	}
	for (uint32_t i = 0; i < node->count; i++) {
		const struct branch *one = branch_at(tree, child);

		if (node->count > TRIE_FEW)
			g_array_index(rows, uint8_t,
				node->by.row + one->class_in) = (uint8_t)(i + 1);
		else
			node->by.classes ^= (uint32_t)(one->class_in ^ 0xFF)
					    << (8 * i);
		child = one->sibling;
	}
}

/*
 * Depth first, so that what a walk goes through stands together: the children
 * of a node get the next numbers, and then what is below each of them. `order`
 * has the branch of each number.
 */
static void
number_nodes(struct trie *made, const struct tree *tree, GArray *rows)
{
	GArray *to_do = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	uint32_t *order = g_new0(uint32_t, made->node_count);
	uint32_t given = 1, at = 0;

	g_array_append_val(to_do, at);
	while (to_do->len > 0) {
		struct trie_node *node;

		at = g_array_index(to_do, uint32_t, to_do->len - 1);
		g_array_set_size(to_do, to_do->len - 1);
		node = &made->nodes[at];
		node->first = given;
		node->string = branch_at(tree, order[at])->string;
		for (uint32_t c = branch_at(tree, order[at])->child; c != 0;
			c = branch_at(tree, c)->sibling) {
			g_array_append_val(to_do, given);
			node->count++;
			order[given++] = c;
		}
		tell_children(made, tree, order[at], node, rows);
	}
	g_array_free(to_do, TRUE);
	g_free(order);
}

static void
build(struct trie *made, const struct tree *tree)
{
	GArray *rows = g_array_new(FALSE, TRUE, sizeof(uint8_t));

	made->node_count = tree->branches->len;
	made->nodes = g_new0(struct trie_node, made->node_count);
	number_nodes(made, tree, rows);
	made->row_bytes = rows->len;
	made->rows = (uint8_t *)g_array_free(rows, FALSE);
}

struct trie *
trie_new(const struct str *strings, size_t count)
{
	struct trie *made = g_new0(struct trie, 1);
	struct tree tree = {
		made, g_array_new(FALSE, FALSE, sizeof(struct branch))};

	find_classes(made, strings, count);
	if (tree_fill(&tree, strings, count))
		build(made, &tree);
	else
		trie_free(&made);
	g_array_free(tree.branches, TRUE);
	return made;
}

void
trie_free(struct trie **trie)
{
	struct trie *made = *trie;

	if (made == NULL)
		return;
	g_free(made->rows);
	g_free(made->nodes);
	g_free(made);
	*trie = NULL;
}

size_t
trie_bytes(const struct trie *made)
{
	return sizeof(*made) + made->row_bytes +
	       made->node_count * sizeof(struct trie_node);
}
