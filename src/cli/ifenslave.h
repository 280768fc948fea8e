/*
 * The program under the name ifenslave.
 */
#ifndef CLI_IFENSLAVE_H
#define CLI_IFENSLAVE_H

/* Its exit status. */
int ifenslave_main(int argc, char **argv);

#endif
