/* Tells which parity a program sets a terminal to, beside the device: a pseudo-terminal drops it. Preloaded by the tests. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* What was said of a descriptor: the kernel gives back settings without the parity, and who sets them again means no change. */
static char told[1024];

int close(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "close");
  if (fd >= 0 && fd < (int)sizeof told) told[fd] = 0;
  return real(fd);
}

int tcsetattr(int fd, int when, const struct termios *set) {
  static int (*real)(int, int, const struct termios *);
  if (!real) real = (int (*)(int, int, const struct termios *))dlsym(RTLD_NEXT, "tcsetattr");
  const char *pairs = getenv("PARITY_TOLD"); /* /dev/pts/3=/where/line.parity;... */
  const char *name = pairs ? ttyname(fd) : NULL;
  const char *at = name ? strstr(pairs, name) : NULL;
  int first = fd >= 0 && fd < (int)sizeof told && !told[fd];
  if (at && at[strlen(name)] == '=' && (first || (set->c_cflag & PARENB))) {
    told[fd] = 1;
    char path[512];
    const char *from = at + strlen(name) + 1;
    size_t length = strcspn(from, ";");
    if (length < sizeof path) {
      memcpy(path, from, length);
      path[length] = 0;
      FILE *file = fopen(path, "w");
      if (file) {
        const char *said = !(set->c_cflag & PARENB) ? "none" : (set->c_cflag & PARODD) ? "odd" : "even";
        fputs(said, file);
        fclose(file);
      }
    }
  }
  return real(fd, when, set);
}
