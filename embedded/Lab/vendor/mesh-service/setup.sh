#!/bin/bash
exec /usr/lib/carbonio-stand-in/mesh-setup @SERVICE@
