# Sourced by scripts that run a program from the ledger's tests: compiles it and starts it with the newest JDK the
# build finds.
run_in_ledger_tests() {
  paths=$(mktemp)
  mvn -B -q -Pfast -pl ledger -am test-compile dependency:build-classpath -DincludeScope=test \
    -Dmdep.outputFile="$paths" >/dev/null 2>&1 || {
    printf 'the tests of the ledger do not compile: mvn -Pfast -pl ledger -am test-compile\n' >&2
    exit 3
  }
  java=$(newest_java) || {
    printf 'no JDK 21 or newer was found; set JAVA_HOME to one\n' >&2
    exit 3
  }
  "$java" -Xmx300m -cp "ledger/target/fast/test-classes:ledger/target/fast/classes:$(cat "$paths")" "$@"
  code=$?
  rm -f "$paths"
  exit "$code"
}

newest_java() {
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -x "$home/bin/java" ] || continue
    major=$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
    case $major in '' | *[!0-9]*) continue ;; esac
    [ "$major" -ge 21 ] && printf '%s %s\n' "$major" "$home/bin/java"
  done | sort -rn | sed -n '1s/^[0-9]* //p' | grep .
}
