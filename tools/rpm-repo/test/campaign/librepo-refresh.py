# Reads the metadata of a repository as dnf does, with its signature:
# librepo-refresh.py mirrorlist|metalink|baseurl URL FOLDER GNUPGHOME
import sys
import librepo

via, url, folder, home = sys.argv[1:]
handle = librepo.Handle()
handle.repotype = librepo.YUMREPO
handle.destdir = folder
handle.gnupghomedir = home
handle.gpgcheck = True
handle.checksum = True
handle.maxmirrortries = 1
if via == 'mirrorlist':
    handle.mirrorlisturl = url
elif via == 'metalink':
    handle.metalinkurl = url
else:
    handle.urls = [url]
handle.perform(librepo.Result())
