/*
 * All that the program does, from its first line to its exit status. The caller then ends
 * the process, as main() does by returning: standard output is flushed, nothing else is
 * cleaned up. Once per process: what is static here is never reset.
 */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

int program_main(int argc, char **argv);

#endif
