/* deny-calls NAME... -- COMMAND ARGUMENT...: runs a command to which system calls are denied (EPERM), as in a container. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int number_of(const char *name) {
  if (strcmp(name, "process_vm_readv") == 0) return SYS_process_vm_readv;
  if (strcmp(name, "memfd_create") == 0) return SYS_memfd_create;
  return -1;
}

static int deny(int number) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

int main(int count, char **arguments) {
  int index = 1;
  for (; index < count && strcmp(arguments[index], "--") != 0; index++) {
    const int number = number_of(arguments[index]);
    if (number < 0 || deny(number) != 0) {
      perror(arguments[index]);
      return 1;
    }
  }
  if (index + 1 >= count) return 1;
  execvp(arguments[index + 1], arguments + index + 1);
  perror(arguments[index + 1]);
  return 1;
}
