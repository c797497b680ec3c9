#!/bin/sh
# Packs what bench/gpu.sh needs on a machine that has nothing but a GPU driver: the application, a Java runtime, the
# tests with what runs them. gpu-pack.sh [FOLDER], target/gpu; beside it FOLDER.tar.gz. Needs a JDK 25 in JAVA_HOME.
set -eu

home=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
pack=${1:-$home/target/gpu}
jdk=${JAVA_HOME:?must name a JDK 25}
modules='kernels tensor autograd nn vit llm vlm bench'
# What the application, its libraries and the tests need of Java: ImageIO, the vector module, what JUnit writes with.
java_modules=java.base,java.desktop,java.logging,java.management,java.sql,java.xml
java_modules=$java_modules,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs

cd "$home"
./mvnw -B -q -DskipTests package -pl cli -am
rm -rf "$pack" "$pack.tar.gz"
mkdir -p "$pack/tests" "$pack/junit" "$pack/lib" "$pack/peers"
cp -R cli/target/app "$pack/app"
for module in $modules; do cp -R "$module/target/test-classes" "$pack/tests/$module"; done
rm -rf "$pack/tests/llm/parity/tokenizers"  # no device computes anything of them

junit=$(sed -n 's|.*<junit.version>5\.\(.*\)</junit.version>.*|1.\1|p' pom.xml)
./mvnw -B -q -N dependency:copy -DoutputDirectory="$pack/junit" \
  -Dartifact="org.junit.platform:junit-platform-console-standalone:$junit"
./mvnw -B -q -pl kernels dependency:copy-dependencies -DincludeGroupIds=net.jqwik -DoutputDirectory="$pack/junit"

"$jdk/bin/jlink" --add-modules "$java_modules" --strip-debug --no-header-files --no-man-pages --compress zip-9 \
  --output "$pack/runtime" 2> "$pack/jlink.log" || { cat "$pack/jlink.log" >&2; exit 1; }
rm -f "$pack/jlink.log"
strip --strip-unneeded "$pack/runtime/lib/server/libjvm.so" 2> /dev/null || true

# The loader that finds the drivers, for a machine that has only those.
loader=$(ldconfig -p 2> /dev/null | sed -n 's|.*libOpenCL\.so\.1 .*x86-64.* => ||p' | head -n 1)
[ -z "$loader" ] || cp -L "$loader" "$pack/lib/libOpenCL.so.1"

cp bench/gpu.sh "$pack"
cp bench/peers/*.py "$pack/peers"
tar czf "$pack.tar.gz" -C "$(dirname "$pack")" "$(basename "$pack")"
du -sh "$pack" "$pack.tar.gz"
