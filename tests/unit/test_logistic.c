#include "mail_test.h"

#include <math.h>

#include "tool/logistic.h"

enum { CELLS_MOST = 4000, ROWS_MOST = 200, COLUMNS_MOST = 60 };

static struct logistic_cell cells[CELLS_MOST];
static size_t ends[ROWS_MOST];
static bool hits[ROWS_MOST];
static struct logistic_task task;

static void
begin(size_t columns, double hit_cost, double miss_cost)
{
	task = (struct logistic_task){.cells = cells,
		.ends = ends,
		.hits = hits,
		.column_count = columns,
		.hit_cost = hit_cost,
		.miss_cost = miss_cost};
}

static void
add_cell(size_t *count, uint32_t column, double value)
{
	cells[(*count)++] = (struct logistic_cell){column, value};
	assert_true(*count < CELLS_MOST);
}

/* A row whose cells go up to `end`. */
static void
end_row(size_t end, bool hit)
{
	ends[task.row_count] = end;
	hits[task.row_count++] = hit;
}

static void
assert_slope_flat(const double *weights, double start)
{
	double slope[COLUMNS_MOST + 1];

	logistic_slope(&task, weights, start, slope);
	for (size_t i = 0; i <= task.column_count; i++)
		assert_true(fabs(slope[i]) < 1e-6);
}

/* The sum by its definition. */
static double
sum_at(const double *weights, double start)
{
	double sum = 0;
	size_t i = 0;

	for (size_t column = 0; column < task.column_count; column++)
		sum += weights[column] * weights[column] / 2;
	for (size_t row = 0; row < task.row_count; row++) {
		double output = start;

		for (; i < ends[row]; i++)
			output += cells[i].value * weights[cells[i].column];
		sum += (hits[row] ? task.hit_cost : task.miss_cost) *
		       log(1 + exp(hits[row] ? -output : output));
	}
	return sum;
}

/* 1 for a hit and -1 for a miss: by symmetry the start is 0, and the weight is
 * where w = 2 * cost / (1 + e^w). */
static void
test_known_answer(void **state)
{
	double weight, start;
	size_t count = 0;

	(void)state;
	begin(1, 3, 3);
	add_cell(&count, 0, 1);
	end_row(count, true);
	add_cell(&count, 0, -1);
	end_row(count, false);
	assert_true(logistic_learn(&task, &weight, &start));
	assert_true(fabs(start) < 1e-9);
	assert_true(fabs(weight - 6 / (1 + exp(weight))) < 1e-9);
	assert_true(weight > 1.0 && weight < 2.0);
}

/* Without columns the start is the logit of how the costs part. */
static void
test_start_alone(void **state)
{
	double weight, start;

	(void)state;
	begin(0, 2, 1);
	end_row(0, true);
	end_row(0, false);
	end_row(0, false);
	end_row(0, false);
	assert_true(logistic_learn(&task, &weight, &start));
	assert_true(fabs(start - log(2.0 / 3.0)) < 1e-9);
}

/* Numbers that look like chance and are the same everywhere. */
static double
next_number(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) / (double)(1 << 24);
}

/* `odd`: one row in so many has the wrong label; 0: column 0 tells them all. */
static void
fill_rows(unsigned odd)
{
	uint32_t seed = 7;
	size_t count = 0;

	begin(COLUMNS_MOST, 12, 3);
	for (size_t row = 0; row < ROWS_MOST; row++) {
		bool hit = row % 5 == 0;

		if (hit)
			add_cell(&count, 0, 1);
		for (uint32_t column = 1; column < COLUMNS_MOST; column++)
			if (next_number(&seed) < 0.2)
				add_cell(&count, column, next_number(&seed));
		end_row(count, odd > 0 && row % odd == 0 ? !hit : hit);
	}
}

static void
test_flat_and_least(void **state)
{
	double weights[COLUMNS_MOST];
	double start, least;

	(void)state;
	fill_rows(7);
	assert_true(logistic_learn(&task, weights, &start));
	assert_slope_flat(weights, start);
	least = sum_at(weights, start);
	assert_true(sum_at(weights, start + 0.01) > least);
	for (size_t i = 0; i < COLUMNS_MOST; i++) {
		weights[i] += 0.01;
		assert_true(sum_at(weights, start) > least);
		weights[i] -= 0.02;
		assert_true(sum_at(weights, start) > least);
		weights[i] += 0.01;
	}
}

/* The weights are held down, so that there is an answer all the same. */
static void
test_rows_that_part(void **state)
{
	double weights[COLUMNS_MOST];
	double start;

	(void)state;
	fill_rows(0);
	assert_true(logistic_learn(&task, weights, &start));
	assert_slope_flat(weights, start);
	for (size_t i = 1; i < COLUMNS_MOST; i++)
		assert_true(weights[0] > weights[i]);
}

/* So do costs and values that drive chances against 0 and 1. */
static void
test_steep(void **state)
{
	double weight, start;
	size_t count = 0;

	(void)state;
	begin(1, 1e6, 1e6);
	for (int i = 0; i < 20; i++) {
		add_cell(&count, 0, 100 + i);
		end_row(count, i % 2 == 0);
	}
	add_cell(&count, 0, -1000);
	end_row(count, false);
	assert_true(logistic_learn(&task, &weight, &start));
	assert_true(isfinite(weight) && isfinite(start));
	assert_true(sum_at(&weight, start) <= sum_at(&weight, start + 1e-3));
	assert_true(sum_at(&weight, start) <= sum_at(&weight, start - 1e-3));
}

static void
test_same_bits(void **state)
{
	double first[COLUMNS_MOST], second[COLUMNS_MOST];
	double a, b;

	(void)state;
	fill_rows(7);
	assert_true(logistic_learn(&task, first, &a));
	assert_true(logistic_learn(&task, second, &b));
	assert_memory_equal(first, second, sizeof(first));
	assert_memory_equal(&a, &b, sizeof(a));
}

static void
test_no_answer(void **state)
{
	double weight, start;

	(void)state;
	begin(0, 1, 1);
	assert_false(logistic_learn(&task, &weight, &start));
	end_row(0, true);
	assert_false(logistic_learn(&task, &weight, &start));
	begin(0, 1, 1);
	end_row(0, false);
	assert_false(logistic_learn(&task, &weight, &start));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_answer),
		cmocka_unit_test(test_start_alone),
		cmocka_unit_test(test_flat_and_least),
		cmocka_unit_test(test_rows_that_part),
		cmocka_unit_test(test_steep),
		cmocka_unit_test(test_same_bits),
		cmocka_unit_test(test_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
