/*
 * The file that makes a program of it. Nothing else stands here, so that all the rest is a
 * library, which the tests link.
 */
#include "program.h"

int main(int argc, char **argv)
{
	return program_main(argc, argv);
}
