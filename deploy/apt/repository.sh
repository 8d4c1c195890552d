#!/bin/sh
# Makes a signed apt repository of Lifeline's packages, as a folder that any web server or USB stick can carry.
#   repository.sh KEY FROM TO     KEY: a key of gpg (its id or address), FROM: folder of .deb files, TO: folder to make or bring up to date
# Needs apt-utils and gnupg. Packages that are there already stay, so that a box can be taken back to an older version by hand.
set -eu
[ $# = 3 ] || { echo "usage: repository.sh KEY FROM TO" >&2; exit 2; }
key=$1 from=$(cd "$2" && pwd) to=$3
for tool in apt-ftparchive gpg; do
  command -v "$tool" >/dev/null || { echo "repository: $tool is missing -> apt-get install apt-utils gnupg" >&2; exit 2; }
done
mkdir -p "$to/pool"
cp -u "$from"/lifeline*.deb "$to/pool/"
cd "$to"
for architecture in amd64 arm64; do
  folder=dists/stable/main/binary-$architecture
  mkdir -p "$folder"
  apt-ftparchive --arch "$architecture" packages pool >"$folder/Packages"
  gzip -9nkf "$folder/Packages"
done
apt-ftparchive \
  -o APT::FTPArchive::Release::Origin=Lifeline -o APT::FTPArchive::Release::Label=Lifeline \
  -o APT::FTPArchive::Release::Suite=stable -o APT::FTPArchive::Release::Codename=stable \
  -o APT::FTPArchive::Release::Components=main -o "APT::FTPArchive::Release::Architectures=amd64 arm64" \
  release dists/stable >Release.new
mv Release.new dists/stable/Release
gpg --batch --yes --local-user "$key" --armor --detach-sign -o dists/stable/Release.gpg dists/stable/Release
gpg --batch --yes --local-user "$key" --clearsign -o dists/stable/InRelease dists/stable/Release
gpg --batch --yes --armor --export "$key" >lifeline.asc
cat >lifeline.sources <<SOURCES
# On a box: put this file into /etc/apt/sources.list.d, with the address the folder is served at, and lifeline.asc into /etc/apt/keyrings
Types: deb
URIs: https://packages.example.org/lifeline
Suites: stable
Components: main
Signed-By: /etc/apt/keyrings/lifeline.asc
SOURCES
echo "$to: $(ls pool | wc -l) packages, signed with $key"
