#!/bin/sh
# Checks that every C file is formatted as .clang-format says. Usage: check-format.sh SOURCE_ROOT
# Other versions of clang-format break lines elsewhere: only the one the project uses decides.
set -eu

cd "$1"
wanted=14

if ! command -v clang-format > /dev/null; then
  echo "clang-format $wanted is not installed"
  exit 77
fi
case $(clang-format --version) in
  *"version $wanted."*) ;;
  *)
    echo "clang-format $wanted is wanted, this is $(clang-format --version)"
    exit 77
    ;;
esac

find src tests -name node_modules -prune -o -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run --Werror
