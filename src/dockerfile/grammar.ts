/** Which flags of a command take a value, and which commands run another one. */
import { hasWord, rowOf } from './row.ts';

export interface Grammar {
  /** Flags that take a value, as `-t`, `--target`. */
  readonly values: ReadonlySet<string>;
  /** Flags begin with one dash and are never clustered: `find -name`, `java -jar`. */
  readonly longDash: boolean;
  /** The first operand that is no flag's value ends the flags. */
  readonly stopsAtOperand: boolean;
}

/** A line for each command: its name, and the flags that take a value; or whose flags it has. */
const table = `
apt-get -o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles
apt -o --option -c --config-file -t --target-release --default-release
aptitude -o -t --target-release -q= -w --width -F --display-format -O --sort
apk -X --repository -t --virtual -p --root --arch --cache-dir --cache-max-age --keys-dir --repositories-file --timeout --wait
yum -c --config -d --debuglevel -e --errorlevel -x --exclude --disablerepo --enablerepo --installroot --releasever --setopt --repo --repoid -R --randomwait
dnf -c --config -d --debuglevel -e --errorlevel -x --exclude --disablerepo --enablerepo --installroot --releasever --setopt --repo --repoid -R --randomwait --forcearch --comment
microdnf -c --config --disablerepo --enablerepo --installroot --releasever --setopt --arch
tdnf -c --config --disablerepo --enablerepo --installroot --releasever --setopt --repoid --exclude -x
zypper -c --config -R --root --installroot -D --reposd-dir -C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir -r --repo -t --type -p --plus-repo --plus-content --from
pip -r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src -d --dest -b --build --cache-dir --proxy --timeout --retries --trusted-host --cert --client-cert --platform --python-version --implementation --abi --no-binary --only-binary --global-option --install-option --config-settings -C --log --progress-bar --upgrade-strategy --python --report --group
npm -C --prefix --registry --cache --loglevel --omit --include --tag -w --workspace --userconfig --globalconfig --otp --access --scope --fetch-timeout --fetch-retries --node-options --script-shell --install-strategy --before
yarn --cwd --registry --cache-folder --modules-folder --network-timeout --network-concurrency --mutex --prefix --global-folder --use-yarnrc --proxy --https-proxy --preferred-cache-folder --otp --har --link-folder --emoji --loglevel
pnpm -C --dir --filter -F --filter-prod --store-dir --registry --reporter --loglevel --virtual-store-dir --modules-dir --network-concurrency --child-concurrency --lockfile-dir --global-dir
bun --cwd -c --config --registry --cache-dir --backend --cafile
gem -v --version -i --install-dir -n --bindir -s --source -p --http-proxy -P --trust-policy --platform --config-file -B --bulk-threshold -g --file --without --build-root
bundle --gemfile --jobs -j --path --retry --without --with --binstubs --shebang --trust-policy --target-rbconfig
cargo --version --vers --git --branch --tag --rev --path --root --registry --index -p --package --features -F --target --target-dir --manifest-path --profile -j --jobs --bin --example -Z --color --config --message-format
composer -d --working-dir --prefer-install --apcu-autoloader-prefix --ignore-platform-req --install-dir --filename --version
curl -o --output -H --header -X --request -d --data --data-binary --data-raw --data-urlencode -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar -F --form -T --upload-file -x --proxy -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -w --write-out -K --config -C --continue-at -r --range --cacert --capath -E --cert --key --cert-type --key-type --pass --ciphers --limit-rate -y --speed-time -Y --speed-limit -z --time-cond --output-dir --url --resolve --interface --max-redirs --proto --proto-default --proto-redir --dns-servers --noproxy -P --ftp-port -Q --quote -t --telnet-option -D --dump-header --stderr --trace --trace-ascii --tls-max --unix-socket --aws-sigv4 --oauth2-bearer --etag-save --etag-compare --rate --json --connect-to --max-filesize --keepalive-time --socks5 --socks5-hostname --preproxy -U --proxy-user --proxy-header --pinnedpubkey --create-file-mode -h
wget -O --output-document -o --output-file -a --append-output -P --directory-prefix -t --tries -T --timeout -w --wait --waitretry --header -U --user-agent --referer --user --password --post-data --post-file -e --execute -i --input-file -B --base -Q --quota -l --level -A --accept -R --reject -D --domains --exclude-domains -I --include-directories -X --exclude-directories --ca-certificate --ca-directory --certificate --private-key --connect-timeout --read-timeout --dns-timeout --limit-rate --bind-address --progress --secure-protocol --method --body-data --body-file --http-user --http-password --proxy-user --proxy-password --load-cookies --save-cookies --cut-dirs --retry-on-http-error --max-redirect --default-page -S=
tar -f --file -C --directory -T --files-from -X --exclude-from --exclude --strip-components --strip --transform --xform --owner --group --mode --mtime -I --use-compress-program -b --blocking-factor -K --starting-file -N --newer -V --label -g --listed-incremental --to-command --format -H --one-top-level= --anchored= -L
unzip -d -x -P
git -C -c --git-dir --work-tree --namespace -b --branch -o --origin --depth -j --jobs --reference --template -u --upload-pack --separate-git-dir --config --filter --shallow-since --shallow-exclude -m --message --author --date -n
useradd -u --uid -g --gid -G --groups -d --home-dir --home -s --shell -c --comment -k --skel -K --key -p --password -e --expiredate -f --inactive -b --base-dir -R --root -P --prefix -Z --selinux-user
adduser -u --uid -G -h --home -s --shell -g --gecos -k --conf --ingroup --gid --firstuid --lastuid --comment
usermod -u --uid -g --gid -G --groups -d --home -s --shell -c --comment -l --login -e --expiredate -f --inactive -p --password -R --root -v -V -w -W -Z
groupadd -g --gid -K --key -p --password -R --root -P --prefix -U --users
addgroup -g --gid --ingroup --conf --firstgid --lastgid
chmod --reference
chown --reference --from
chgrp --reference
cp -t --target-directory -S --suffix --sparse= --reflink=
mv -t --target-directory -S --suffix
ln -t --target-directory -S --suffix
install -m --mode -o --owner -g --group -t --target-directory -S --suffix --strip-program
mkdir -m --mode
touch -d --date -t -r --reference
mktemp -p --tmpdir= --suffix
sed -e --expression -f --file -l --line-length
grep -e --regexp -f --file -m --max-count -A --after-context -B --before-context -C --context --include --exclude --exclude-dir --label -d --directories -D --devices
awk -F --field-separator -v --assign -f --file
head -n --lines -c --bytes
tail -n --lines -c --bytes -s --sleep-interval --pid
cut -d --delimiter -f --fields -c --characters -b --bytes --output-delimiter
sort -k --key -t --field-separator -o --output -S --buffer-size -T --temporary-directory --parallel
make -C --directory -f --file --makefile -I --include-dir -o --old-file -W --what-if
cmake -S -B -G -D -C -U -A -T --build --install --prefix --target -t --config --parallel --preset
sudo -u --user -g --group -p --prompt -C --close-from -h --host -r --role -t --type -T --command-timeout -U --other-user -D --chdir -R --chroot
doas -u -C
env -u --unset -C --chdir -S --split-string
nice -n --adjustment
ionice -c --class -n --classdata -p --pid
timeout -k --kill-after -s --signal
xargs -a --arg-file -d --delimiter -E -I -i= -L --max-lines= -n --max-args -P --max-procs -s --max-chars --process-slot-var
exec -a
stdbuf -i --input -o --output -e --error
su -c --command -s --shell -g --group -G --supp-group -w --whitelist-environment
chroot --userspec --groups
setpriv --reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile
runuser -u --user -g --group -G --supp-group -c --command -s --shell
xvfb-run -e --error-file -f --auth-file -n --server-num -p --xauth-protocol -s --server-args -w --wait
gpg --homedir --keyserver --keyring --recv-keys= --output -o -u --local-user -r --recipient --passphrase --passphrase-file --passphrase-fd --pinentry-mode --keyserver-options --status-fd --default-key
apt-key --keyring --keyserver --keyserver-options
debconf -f --frontend -p --priority
dpkg --root --admindir --instdir -D --debug --force= --ignore-depends
rpm --root -r --dbpath --prefix --relocate --define -D --eval -E --excludepath
conda -n --name -p --prefix -c --channel -f --file --repodata-fn --solver --subdir --platform
mamba -n --name -p --prefix -c --channel -f --file -r --root-prefix --platform
micromamba -n --name -p --prefix -c --channel -f --file -r --root-prefix --platform
uv -r --requirement --requirements -c --constraint -e --editable -i --index-url --index --default-index --extra-index-url -f --find-links --python -p --target --prefix --cache-dir --directory --project --extra --group --package --no-binary --only-binary --config-file --resolution --prerelease --index-strategy --keyring-provider --no-build-package --link-mode --python-preference --with
poetry -C --directory -P --project --with --without --only -E --extras --python
pipx --spec --index-url -i --pip-args --python --suffix --preinstall
find =dash -name -iname -path -ipath -type -mtime -mmin -newer -size -user -group -perm -maxdepth -mindepth -regex -iregex -printf -fprintf -uid -gid -links -inum -lname
go =dash -ldflags -gcflags -asmflags -tags -o -mod -modfile -p -buildmode -trimpath= -C -run -timeout -pkgdir -overlay -toolexec -installsuffix -compiler -coverprofile -bench -count
java =dash -cp -classpath --class-path -p --module-path --add-modules --add-opens --add-exports -m --module -jar=
openssl =dash -in -out -inkey -key -keyout -days -subj -newkey -passin -passout -CA -CAkey -config -extensions -extfile -CAcreateserial= -name -pass -k -md -K -iv -salt= -S
mvn -f --file -P --activate-profiles -s --settings -gs --global-settings -pl --projects -D -T --threads -rf --resume-from -l --log-file
gradle -b --build-file -p --project-dir -g --gradle-user-home -P -D -x --exclude-task -I --init-script --max-workers -c --settings-file --console
dotnet -c --configuration -o --output -r --runtime -f --framework -v --verbosity --version -s --source --configfile --tool-path --add-source --packages -p --property --arch -a --os --version-suffix
ssh -i -p -l -o -F -L -R -D -b -c -e -m -O -S -W -w -J -E -Q -B -I
scp -i -P -o -F -l -S -c -J
rsync -e --rsh --exclude --include --exclude-from --include-from --files-from --chmod --chown --port --password-file --timeout --bwlimit -f --filter -T --temp-dir --log-file -M --rsync-path
docker -f --file -t --tag --build-arg --target --platform -H --host -l --log-level -v --volume -p --publish -e --env --name --network -u --user -w --workdir --entrypoint --label -c --context --config
sh -o -c
bash -o -c -O --rcfile --init-file
python -c -m -W -X -Q
node -e --eval -p --print -r --require -C --conditions --import --env-file
perl -e -E -I -M
ruby -e -r -I -C
pip2 =as pip
pip3 =as pip
npx =as npm
pnpx =as pnpm
gawk =as awk
mawk =as awk
python2 =as python
python3 =as python
dash =as sh
ash =as sh
nodejs =as node
gpg2 =as gpg
bundler =as bundle
egrep =as grep
fgrep =as grep
mvnw =as mvn
gradlew =as gradle
`;

const made = new Map<string, Grammar>();
const unknownCommand: Grammar = { values: new Set(), longDash: false, stopsAtOperand: false };

/** The grammar of a command by its base name; of an unknown one, no flag takes a value. */
export function grammarOf(name: string | undefined): Grammar {
  if (name === undefined) return unknownCommand;
  return made.get(name) ?? read(name);
}

function read(name: string): Grammar {
  const row = rowOf(table, name);
  // Names of versions are without end; what the table knows is not, and is read once.
  if (row === undefined) return grammarOf(versionless(name));
  const words = row.split(' ');
  const grammar = words[0] === '=as' ? grammarOf(words[1]) : readFlags(name, words);
  made.set(name, grammar);
  return grammar;
}

function readFlags(name: string, words: readonly string[]): Grammar {
  const values = new Set(words.filter((word) => !word.endsWith('=') && !word.startsWith('=')));
  return { values, longDash: words[0] === '=dash', stopsAtOperand: operandsBefore(name) !== undefined };
}

/** `pip3.12` is `pip`. */
function versionless(name: string): string | undefined {
  return name.startsWith('p') && name.includes('.') ? /^(pip|python)[23]\.\d+$/.exec(name)?.[1] : undefined;
}

/** Commands that run another. */
const wrappers =
  ' sudo doas env exec command builtin time nice ionice nohup setsid stdbuf unbuffer eatmydata fakeroot xvfb-run xargs busybox tini dumb-init setpriv runuser ';
/** The same, with an operand of their own before it. */
const wrappersWithOperand = ' timeout gosu su-exec chroot setarch ';

/** How many operands a command has of its own before the one that it runs; `undefined` where it runs none. */
export function operandsBefore(name: string): number | undefined {
  if (hasWord(wrappers, name)) return 0;
  return hasWord(wrappersWithOperand, name) ? 1 : undefined;
}
