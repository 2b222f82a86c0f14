#include "CMatchingKernels.h"
