#!/bin/bash
# Tests and measures the OpenCL kernels on a bare Linux machine with a GPU, beside PyTorch where python3 has it with
# CUDA: gpu.sh [--rehearse] [PACK], where PACK is what gpu-pack.sh made (the folder of this script, or target/gpu).
# Results go to $OUT, or ./gpu-results: gpu.log, report.md, and what was measured as JSON. Every part has a time limit,
# all together 9 minutes; a part that fails is named at the end and keeps no other from running.
#   --rehearse   small sizes and more patience, for any OpenCL device, such as PoCL on a processor
#   DEVICE, LIMIT, ONLY in the environment: opencl:1; seconds for everything; a pattern of the parts' names
set -u

rehearse=
[ "${1:-}" = --rehearse ] && { rehearse=yes; shift; }
here=$(CDPATH='' cd -- "$(dirname "$0")" && pwd -P)
pack=${1:-$here}
[ -d "$pack/runtime" ] || pack=$here/../target/gpu
[ -x "$pack/runtime/bin/java" ] || { echo "gpu.sh: there is no pack in $pack; make one with bench/gpu-pack.sh" >&2; exit 2; }
pack=$(CDPATH='' cd -- "$pack" && pwd -P)
out=${OUT:-$PWD/gpu-results}
mkdir -p "$out" && out=$(CDPATH='' cd -- "$out" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
device=${DEVICE:-opencl:0}
patience=${rehearse:+4}
limit=${LIMIT:-$(( 540 * ${patience:-1} ))}
only=${ONLY:-.}
java=$pack/runtime/bin/java
heap='-XX:+UseSerialGC -Xmn64m -XX:MaxRAMPercentage=40'
export LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1 PATH=$PATH:/usr/sbin:/sbin
: > "$out/gpu.log"
: > "$out/report.md"

# A driver may be there without the file that tells the loader of it; the loader is our own, for there may be none, or
# several that know different drivers.
find_driver() {
  local library
  [ -f "$pack/lib/libOpenCL.so.1" ] && export LD_LIBRARY_PATH="$pack/lib:${LD_LIBRARY_PATH:-}"
  library=$(find /usr/local/nvidia /usr/lib /usr/lib64 -name 'libnvidia-opencl.so.1' 2> /dev/null | head -n 1)
  [ -n "$library" ] || return
  mkdir -p "$work/vendors" && echo "$library" > "$work/vendors/nvidia.icd"
  export OCL_ICD_VENDORS=$work/vendors OPENCL_VENDOR_PATH=$work/vendors
}

vitrail() {
  # shellcheck disable=SC2086  # the options are words
  "$java" $heap -Djava.awt.headless=true -jar "$pack/app/vitrail.jar" "$@"
}

# Tests of all modules: tests PATTERN [OPTION OF JAVA …]; PATTERN is of the names of classes. Two are left out: one is
# about the threads of the processor, the other wants our classes in a folder.
tests() {
  local pattern=$1 folders
  shift
  folders=$(printf '%s:' "$pack"/tests/*)
  cd "$(mktemp -d -p "$work")" && mkdir target || return
  # shellcheck disable=SC2086
  "$java" $heap --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED "$@" \
    -cp "$folders$pack/app/lib/*:$pack/junit/*" org.junit.platform.console.ConsoleLauncher execute --disable-banner \
    --disable-ansi-colors --scan-classpath "${folders%:}" --include-classname "$pattern" --details tree \
    --exclude-methodname '.*(anyNumberOfThreadsComputesTheSameBits|everyOpClassIsRunByALine)'
}

# Runs a part: part NAME SECONDS COMMAND …, within what is left of all the time. Its output goes to the log.
failed=()
part() {
  local name=$1 seconds=$2 begin=$SECONDS code
  shift 2
  [[ $name =~ $only ]] || return 0
  seconds=$(( seconds * ${patience:-1} ))
  (( seconds > limit - SECONDS )) && seconds=$(( limit - SECONDS ))
  if (( seconds < 5 )); then
    failed+=("$name: no time was left")
    return 0
  fi
  timeout -k 5 "$seconds" bash -c '"$@"' part "$@" > "$work/$name.log" 2>&1
  code=$?
  { printf '\n===== %s: %s\n' "$name" "$*"; cat "$work/$name.log"; } >> "$out/gpu.log"
  case $code in
    0) ;;
    124 | 137) failed+=("$name: was stopped after $seconds s") ;;
    *) failed+=("$name: ended with $code") ;;
  esac
  printf '%-28s %4d s  %s\n' "$name" $(( SECONDS - begin )) "$([ $code = 0 ] && echo ok || echo "FAILED, $code")" |
    tee -a "$work/parts"
}

# Several parts at once where there are processors for them: together NAME SECONDS COMMAND … -- NAME SECONDS …
together() {
  local words=() jobs=0 word
  for word in "$@" --; do
    if [ "$word" != -- ]; then
      words+=("$word")
    elif (( $(nproc) >= 8 )); then
      (failed=(); part "${words[@]}"; (( ${#failed[@]} == 0 )) || printf '%s\n' "${failed[@]}" > "$work/$jobs.failed") &
      jobs=$(( jobs + 1 ))
      words=()
    else
      part "${words[@]}"
      words=()
    fi
  done
  wait
  for word in "$work"/*.failed; do
    [ -f "$word" ] || continue
    mapfile -t -O "${#failed[@]}" failed < "$word"
    rm -f "$word"
  done
}

# Measures: bench NAME SECONDS FAMILY … leaves $out/NAME.json, and its tables in the report.
bench() {
  local name=$1 seconds=$2
  shift 2
  part "$name" "$seconds" measure "$work/$name" "$@"
  [ -f "$work/$name.md" ] || return 0
  # The first table is of the device's limits, which need to be told once.
  [ -f "$work/tables.md" ] || awk '/^## / { n++ } n == 1' "$work/$name.md" > "$work/tables.md"
  printf '\n## %s\n\n' "$name" >> "$work/tables.md"
  awk '/^## / { n++; sub("## ", "### ") } n > 1' "$work/$name.md" >> "$work/tables.md"
}
measure() {
  local name=$1
  shift
  vitrail bench "$@" --backend "$device" --json --markdown "$name.md" --report "$name.html" > "$name.json.part"
  local code=$?
  [ ! -s "$name.json.part" ] || mv "$name.json.part" "$name.json"
  cat "$name.md"
  return $code
}

# Joins JSON arrays into one file: merge FILE ARRAY …
merge() {
  local file=$1 all= array text
  shift
  for array; do
    [ -s "$array" ] || continue
    text=$(tr '\n' ' ' < "$array" | sed 's/^ *\[//; s/\] *$//')
    [ -z "${text// /}" ] || all="$all${all:+, }$text"
  done
  echo "[$all]" > "$file"
}

describe() {
  command -v nvidia-smi > /dev/null && nvidia-smi
  lscpu 2> /dev/null | grep -E '^(Model name|CPU\(s\))'
  vitrail devices
  vitrail devices --json > "$work/devices.json" && grep -q "\"name\":\"$device\"" "$work/devices.json" && return
  tr -d '\n' < "$work/devices.json" | sed -n 's/.*\("problems".*\)/\1\n/p'
  ls -l /etc/OpenCL/vendors "$work/vendors"
  ldconfig -p | grep -i -E 'opencl|libcuda|nvidia-ptx|nvvm'
  return 1
}
parity() { vitrail parity --device "$device" "$pack"/tests/*/parity/*/; }
peer() { python3 "$pack/peers/gpu_peer.py" "$@" > "$work/peer.json.part" && mv "$work/peer.json.part" "$work/peer.json"; }
export -f vitrail tests measure describe parity peer
export pack java heap device work

find_driver
if [ -n "$rehearse" ]; then
  extent=--quick families='gemm attention elementwise --only 128' rounded='gemm --only 128' steps='vit-tiny:1 vit-32px:2 decoder:1' peer_options='--device cpu --small'
else
  extent=--large families='gemm attention elementwise' rounded='gemm attention' steps='vit-tiny:256 vit-32px:1024 decoder:256' peer_options=
fi

only_given=$only
only=.
part device 40 describe
only=$only_given
if (( ${#failed[@]} > 0 )); then
  cat "$work/device.log" >&2
  echo "gpu.sh: there is no device $device here" >&2
  exit 1
fi
on_device="-Dvitrail.test.backend=opencl -Dvitrail.device=$device"
# shellcheck disable=SC2086
together kernel-tests-gemm 180 tests '.*[.]gemm[.].*(BackendTest|ClTest)$' $on_device \
  -- kernel-tests-blocks 180 tests '.*[.](attention|conv)[.].*(BackendTest|ClTest)$' $on_device \
  -- kernel-tests-others 180 tests '^(?!.*[.](gemm|attention|conv)[.]).*(BackendTest|ClTest)$' $on_device \
  -- operations 180 tests '.*OperationsTest$' \
  -- parity 90 parity \
  -- parity-tests 120 tests '.*ParityTest$' $on_device \
  -- other-tests 90 tests '.*(LayersTest|OptimizerTest|LossesTest|TapeTest|AttentionTest|ProductsTest|OpenClPeaksTest|StepReportTest)$' $on_device

[ -n "$rehearse" ] || part tune 60 vitrail tune --device "$device"

# The training steps and the kernels of some families in one precision: measured PRECISION FAMILIES.
measured() {
  local precision=$1 step
  for step in $steps; do
    bench "train-${step%:*}-$precision" 60 train --model "${step%:*}" --batch "${step#*:}" $extent --profile \
      --precision "$precision"
  done
  # shellcheck disable=SC2086
  bench "kernels-$precision" 110 $2 $extent --precision "$precision"
  merge "$out/ours-$precision.json" "$work"/train-*-"$precision".json "$work/kernels-$precision.json"
}

measured f32 "$families"
[ ! -f "$work/kernels-f32.html" ] || cp "$work/kernels-f32.html" "$out/roofline.html"
if command -v python3 > /dev/null && python3 -c "import torch; assert torch.cuda.is_available() or '$rehearse'" 2> /dev/null; then
  # shellcheck disable=SC2086
  part peer 120 peer --steps "$steps" $peer_options
  [ ! -s "$work/peer.json" ] || cp "$work/peer.json" "$out/peer.json"
else
  echo 'python3 has no torch with CUDA here: nothing is compared' | tee -a "$work/parts"
fi
measured bf16 "$rounded"

{
  echo '# The OpenCL kernels on a GPU'
  printf '\n```\n'; cat "$work/device.log" 2> /dev/null; printf '```\n\n## Parts\n\n```\n'; cat "$work/parts"; printf '```\n'
  if [ -s "$out/peer.json" ]; then
    printf '\n## Beside PyTorch\n\nRatios above 1 say that ours is faster.\n\n'
    for precision in f32 bf16; do
      [ ! -s "$out/ours-$precision.json" ] || python3 "$pack/peers/gpu_peer.py" --precision "$precision" \
        --table "$out/ours-$precision.json" "$out/peer.json"
    done
  fi
  [ ! -f "$work/tables.md" ] || { echo; cat "$work/tables.md"; }
} > "$out/report.md"
for log in kernel-tests-{gemm,blocks,others} operations parity-tests other-tests; do
  [ ! -f "$work/$log.log" ] || printf '%s: %s\n' "$log" \
    "$(grep -E '^\[ +[0-9]+ tests (successful|failed|skipped) +\]' "$work/$log.log" | tr -s ' []' ' ' | tr '\n' ',')"
done
printf 'all of it took %d s; the results are in %s\n' "$SECONDS" "$out"
if (( ${#failed[@]} > 0 )); then
  printf 'FAILED: %s\n' "${failed[@]}"
  exit 1
fi
